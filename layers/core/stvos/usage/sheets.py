"""A partner's members and its analytics as spreadsheets."""

from collections.abc import Iterator
from datetime import datetime

from stvos.dynamodb.table import Table
from stvos.exports.csv_files import CsvRow, id_cell
from stvos.exports.sheets import Order, Sheet, SheetKind
from stvos.partners.repository import PartnerRepository
from stvos.usage.analytics import Analytics
from stvos.usage.answers import MemberRow
from stvos.usage.member_list import MemberList
from stvos.usage.requests import AnalyticsQuery, MembersOrder

_MEMBER_COLUMNS = (
    "id",
    "name",
    "email",
    "joined_at",
    "last_active_at",
    "watch_time_minutes",
    "classes_watched",
    "voucher_code",
    "status",
)
_SERIES_COLUMNS = ("date", "active_members", "new_members", "watch_minutes", "classes_watched")


def member_sheet(table: Table, order: Order, now: datetime) -> Sheet:
    """Members by order and status. Raises Forbidden for a partner that sees groups only."""
    members = MemberList.of_partner(table, order.tenant, order.partner_id, lambda: now)
    asked = MembersOrder.model_validate(order.filters)
    return Sheet(_MEMBER_COLUMNS, members.total(asked), _rows(members.every(asked)))


def _rows(members: Iterator[MemberRow]) -> Iterator[CsvRow]:
    _, *columns = _MEMBER_COLUMNS
    for member in members:
        yield id_cell(member.id), *(getattr(member, column) for column in columns)


def analytics_sheet(table: Table, order: Order, now: datetime) -> Sheet:
    """The series of the analytics, one row for each period."""
    partner = PartnerRepository(table, order.tenant).require(order.partner_id)
    analytics = Analytics(table, partner, lambda: now)
    series = analytics.series(AnalyticsQuery.model_validate(order.filters))
    rows = (tuple(getattr(row, column) for column in _SERIES_COLUMNS) for row in series)
    return Sheet(_SERIES_COLUMNS, len(series), rows)


MEMBERS = SheetKind("members", member_sheet)


ANALYTICS = SheetKind("analytics", analytics_sheet)
