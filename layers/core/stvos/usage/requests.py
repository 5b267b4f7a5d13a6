"""Requests about what a partner's members do."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stvos.models import Day, Query
from stvos.paging import CursorQuery, PageQuery
from stvos.usage.periods import PeriodUnit
from stvos.usage.recency import MemberStatus

type MemberSort = Literal[
    "joinedAt", "-joinedAt",
    "name", "-name",
    "lastActiveAt", "-lastActiveAt",
    "watchTimeMinutes", "-watchTimeMinutes",
]  # fmt: skip


class MembersOrder(Query):
    """`status`: active within the last 30 days, or not. `sort`: newest, latest and most first,
    names from A; a leading `-` reverses it. With a `status`, the list is sorted by the last
    activity unless a `sort` is given, and always where the partner has more than 2,000 members.
    """

    status: MemberStatus | None = None
    sort: MemberSort | None = None

    @property
    def by(self) -> str:
        """The field that members are sorted by."""
        return (self.sort or ("lastActiveAt" if self.status else "joinedAt")).lstrip("-")

    @property
    def ascending(self) -> bool:
        """Whether the smallest comes first: with names by default, with others when reversed."""
        is_reversed = (self.sort or "").startswith("-")
        return is_reversed != (self.by == "name")


class MembersQuery(MembersOrder, PageQuery, CursorQuery):
    """By `page`, or by `cursor`, the `nextCursor` of the page before. `search`: the first letters
    of the words of a name, of a mail address or of a voucher's code.
    """

    search: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
        | None
    ) = None


class AnalyticsQuery(Query):
    """`from` and `to` are days in the partner's time zone, both included; by default the last 30.

    By week (from Monday) or month, the range is extended to whole weeks or months.
    """

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    group_by: PeriodUnit = "day"
