"""POST /v1/trainer/programmes: offer a programme of 1 to 52 weeks.

Days that are not named are for rest. A trainer has at most a hundred programmes.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.programmes.answers import ProgrammeEnvelope
from stvos.programmes.own import OwnProgrammes
from stvos.programmes.requests import NewProgrammeBody


@endpoint(
    who="T",
    feature="coach_connect",
    body=NewProgrammeBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NewProgrammeBody, Account]) -> ProgrammeEnvelope:
    return ProgrammeEnvelope.of(OwnProgrammes.of(request.caller).create(request.body))
