"""A month's report as a spreadsheet."""

from stvos.billing.files import COLUMNS, rows
from stvos.billing.portal import PartnerBills
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId
from stvos.exports.answers import Answered, answered
from stvos.exports.stored_files import SpreadsheetFiles
from stvos.partners.models import Staff


def export(staff: Staff, month: str) -> Answered:
    """The lines of a month given as `2026-01`; the name of a draft's file says that it is one."""
    report = PartnerBills.of(staff).require(month)
    name = f"billing-{report.month}" if report.finalised_at else f"billing-{report.month}-draft"
    files = SpreadsheetFiles.of(ClientId(staff.client_id), staff.partner_id)
    return answered(files, name, COLUMNS, rows(report), utc_now())
