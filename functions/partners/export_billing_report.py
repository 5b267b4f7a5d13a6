"""GET /v1/partner/billing/{month}/export: a month's lines as CSV, whose amounts add up to it."""

from http import HTTPStatus

from stvos.billing.files import COLUMNS, rows
from stvos.billing.portal import PartnerBills
from stvos.endpoint import Raw, Request, WithStatus, endpoint
from stvos.keys import ClientId
from stvos.models import Query
from stvos.partners.spreadsheets import CSV, FileAnswer, spreadsheet


@endpoint(who="P", also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[Query]) -> Raw | WithStatus[FileAnswer]:
    report = PartnerBills.of(request.staff).find(request.path_text("month"))
    name = f"billing-{report.month}" if report.finalised_at else f"billing-{report.month}-draft"
    return spreadsheet(ClientId(request.staff.client_id), name, COLUMNS, rows(report))
