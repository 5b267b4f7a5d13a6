"""POST /v1/partner/vouchers: make up to 500 voucher codes.

Each lets one person join the brand on the partner's account. Codes have no look-alike characters
and are read in any case, with or without dashes.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.clock import utc_now
from stvos.errors import Conflict
from stvos.partners.models import Staff
from stvos.partners.voucher_answers import NewVouchersAnswer
from stvos.partners.voucher_requests import NewVouchersBody
from stvos.partners.voucher_service import Vouchers


@endpoint(
    who="P",
    public=True,
    roles=("owner", "manager"),
    body=NewVouchersBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NewVouchersBody, Staff]) -> NewVouchersAnswer:
    vouchers = Vouchers.of(request.caller).make(request.body)
    return NewVouchersAnswer.of(vouchers, utc_now())
