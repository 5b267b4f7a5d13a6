"""What a partner's staff ask about the use its members make."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stvos.models import Day, Query
from stvos.paging import CursorQuery, PageQuery
from stvos.usage.periods import GroupBy
from stvos.usage.recency import MemberStatus

type MemberSort = Literal[
    "joinedAt", "-joinedAt",
    "name", "-name",
    "lastActiveAt", "-lastActiveAt",
    "watchTimeMinutes", "-watchTimeMinutes",
]  # fmt: skip


class MembersOrder(Query):
    """`status`: active within the last 30 days, or not. `sort`: newest, latest and most first,
    names from A; a leading `-` turns it round. With a status the order is that of the last
    activity.
    """

    status: MemberStatus | None = None
    sort: MemberSort | None = None

    @property
    def by(self) -> str:
        """What members are ordered by."""
        return (self.sort or ("lastActiveAt" if self.status else "joinedAt")).lstrip("-")

    @property
    def rises(self) -> bool:
        """Whether the smallest comes first: names do, figures and instants when turned round."""
        turned = (self.sort or "").startswith("-")
        return turned != (self.by == "name")


class MembersQuery(MembersOrder, PageQuery, CursorQuery):
    """By `page`, or by the `cursor` that a page before answered. `search`: the beginnings of words
    of a name, of a mail address or of a voucher's code.
    """

    search: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
        | None
    ) = None


class AnalyticsQuery(Query):
    """`from` and `to` are days of the partner's zone, both included; the last 30 unless given.

    By week (from Monday) or month, the range is widened to whole ones.
    """

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    group_by: GroupBy = "day"
