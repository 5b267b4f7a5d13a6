"""GET /v1/partner/vouchers/export: the partner's vouchers as CSV.

A file over 4 MB is not answered but kept for an hour behind the link of a 202.
"""

from http import HTTPStatus

from stvos.clock import utc_now
from stvos.endpoint import Raw, Request, WithStatus, endpoint
from stvos.keys import ClientId
from stvos.partners.spreadsheets import CSV, FileAnswer, spreadsheet
from stvos.partners.voucher_service import Vouchers
from stvos.partners.vouchers import VoucherExportQuery

_COLUMNS = ("code", "status", "expires_at", "created_at", "redeemed_at")


@endpoint(who="P", public=True, query=VoucherExportQuery, also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[VoucherExportQuery]) -> Raw | WithStatus[FileAnswer]:
    now, found = utc_now(), Vouchers.of(request.staff).every(request.query.status)
    rows = ((v.code, v.state(now), v.expires_at, v.created_at, v.redeemed_at) for v in found)
    return spreadsheet(ClientId(request.staff.client_id), "vouchers", _COLUMNS, rows)
