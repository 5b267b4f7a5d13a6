"""DELETE /v1/auth/devices/{id}: sign one device out."""

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.identity.own_sign_ins import OwnSignIns
from stvos.models import DeletedAnswer, Query


@endpoint(who="U")
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    OwnSignIns.of(MEMBERS, request.principal, request.caller).end_device(request.path_id("id"))
    return DeletedAnswer()
