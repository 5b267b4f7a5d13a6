"""POST /v1/invite/check: whose invitation a code is, before the account is made.

Every code that cannot be accepted gets the same answer.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidInvite, TooManyAttempts
from stvos.trainers.account_answers import InviteAnswer
from stvos.trainers.account_requests import InviteCodeBody
from stvos.trainers.invitations import Invitations


@endpoint(who="-", public=True, body=InviteCodeBody, raises=(InvalidInvite, TooManyAttempts))
def handler(request: Request[InviteCodeBody]) -> InviteAnswer:
    invitations = Invitations.of(request.principal)
    return InviteAnswer.of(invitations.require(request.body.sent_code()))
