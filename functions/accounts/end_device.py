"""DELETE /v1/auth/devices/{id}: sign one device out."""

from stvos.accounts.member_service import OwnAccount
from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query


@endpoint(who="U")
def handler(request: Request[Query]) -> DeletedAnswer:
    OwnAccount.of(request.principal, request.account).end_device(request.path_id("id"))
    return DeletedAnswer()
