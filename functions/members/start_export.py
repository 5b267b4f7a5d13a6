"""POST /v1/users/me/export: ask for an archive of everything that is held of the member.

A mail says when it is ready; it is kept for seven days.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.members.answers import ExportStartedAnswer
from stvos.members.exports import Exports
from stvos.models import Empty


@endpoint(who="U", body=Empty, status=HTTPStatus.ACCEPTED, raises=(TooManyAttempts,))
def handler(request: Request[Empty, Account]) -> ExportStartedAnswer:
    return ExportStartedAnswer(job_id=Exports.of(request.principal, request.caller).start())
