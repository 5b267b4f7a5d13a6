"""GET /v1/trainer/programmes/{id}: one of the trainer's programmes, with its content."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.programmes.answers import ProgrammeEnvelope
from stvos.programmes.own import OwnProgrammes


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> ProgrammeEnvelope:
    return ProgrammeEnvelope.of(OwnProgrammes.of(request.caller).show(request.path_id("id")))
