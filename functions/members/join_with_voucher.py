"""POST /v1/users/me/voucher: join the voucher's partner with the account that is there.

Every reason to refuse a code looks alike. A member of a partner is refused; the code stays good.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import AlreadyMember, Conflict, InvalidVoucher, TooManyAttempts
from stvos.members.answers import JoinedPartnerAnswer
from stvos.members.joining import PartnerJoining
from stvos.members.requests import JoinPartnerBody


@endpoint(
    who="U",
    body=JoinPartnerBody,
    raises=(InvalidVoucher, AlreadyMember, Conflict, TooManyAttempts),
)
def handler(request: Request[JoinPartnerBody, Account]) -> JoinedPartnerAnswer:
    joining = PartnerJoining.of(request.principal, request.caller)
    return JoinedPartnerAnswer.of(joining.join(request.body.voucher_code))
