"""GET /v1/auth/devices: where the member is signed in."""

from stvos.accounts.answers import DeviceAnswer, DevicesAnswer
from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.identity.own_sign_ins import OwnSignIns
from stvos.models import Query


@endpoint(who="U")
def handler(request: Request[Query, Account]) -> DevicesAnswer:
    families = OwnSignIns.of(MEMBERS, request.principal, request.caller).devices()
    here = request.principal.family_id
    return DevicesAnswer(devices=[DeviceAnswer.of(f, current=f.id == here) for f in families])
