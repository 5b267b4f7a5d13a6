"""GET /v1/trainer/programmes: the trainer's own programmes, the newest first."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.programmes.answers import ProgrammesAnswer
from stvos.programmes.own import OwnProgrammes


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> ProgrammesAnswer:
    return ProgrammesAnswer.of(OwnProgrammes.of(request.caller).all())
