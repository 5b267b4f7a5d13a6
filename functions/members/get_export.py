"""GET /v1/users/me/export/{jobId}: how far an export is, and where to fetch it."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.members.answers import ExportAnswer
from stvos.members.exports import Exports
from stvos.models import Query


@endpoint(who="U")
def handler(request: Request[Query, Account]) -> ExportAnswer:
    return Exports.of(request.principal, request.caller).look(request.path_id("jobId"))
