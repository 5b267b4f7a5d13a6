"""PUT /v1/trainer/programmes/{id}: change what is named of a programme; the rest stays.

Members who follow it see its content from now on, and follow it to its new end.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.programmes.answers import ProgrammeEnvelope
from stvos.programmes.own import OwnProgrammes
from stvos.programmes.requests import ChangeProgrammeBody


@endpoint(who="T", feature="coach_connect", body=ChangeProgrammeBody, raises=(Conflict,))
def handler(request: Request[ChangeProgrammeBody, Account]) -> ProgrammeEnvelope:
    programmes = OwnProgrammes.of(request.caller)
    return ProgrammeEnvelope.of(programmes.change(request.path_id("id"), request.body))
