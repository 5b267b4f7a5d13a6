"""GET /v1/trainers/{id}/programmes: the programmes that a trainer offers, the newest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.programmes.answers import ProgrammesAnswer
from stvos.programmes.offered import OfferedProgrammes


@endpoint(who="U", feature="coach_connect")
def handler(request: Request[Query]) -> ProgrammesAnswer:
    programmes = OfferedProgrammes.of(request.principal)
    return ProgrammesAnswer.of(programmes.of_trainer(request.path_id("id")))
