"""GET /v1/partner/vouchers/export: the partner's vouchers as CSV.

A short list is answered itself. Of over 10,000 vouchers, or 4 MB, it is a file behind a link: 202
with `running` until it is made, then with `ready` and the link, which works for an hour.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.exports.answers import Answered
from stvos.exports.csv_files import CSV
from stvos.exports.service import Spreadsheets
from stvos.partners.models import Staff
from stvos.partners.voucher_requests import VoucherExportQuery
from stvos.partners.voucher_service import Vouchers


@endpoint(
    who="P",
    public=True,
    query=VoucherExportQuery,
    also=(HTTPStatus.ACCEPTED, HTTPStatus.SEE_OTHER),
    produces=CSV,
    raises=(TooManyAttempts,),
)
def handler(request: Request[VoucherExportQuery, Staff]) -> Answered:
    order = Vouchers.of(request.caller).export_order(request.query)
    return Spreadsheets.of_stack().answer(order)
