"""GET /v1/partner/analytics/export: the series of the analytics as CSV."""

from http import HTTPStatus

from stvos.endpoint import Raw, Request, WithStatus, endpoint
from stvos.keys import ClientId
from stvos.partners.spreadsheets import CSV, FileAnswer, spreadsheet
from stvos.usage.analytics import Analytics
from stvos.usage.answers import AnalyticsQuery

_COLUMNS = ("date", "active_members", "new_members", "watch_minutes", "classes_watched")


@endpoint(who="P", query=AnalyticsQuery, also=(HTTPStatus.ACCEPTED,), produces=CSV)
def handler(request: Request[AnalyticsQuery]) -> Raw | WithStatus[FileAnswer]:
    series = Analytics.of(request.staff).series(request.query)
    rows = (
        (r.date, r.active_members, r.new_members, r.watch_minutes, r.classes_watched)
        for r in series
    )
    return spreadsheet(ClientId(request.staff.client_id), "analytics", _COLUMNS, rows)
