"""A partner's list of members: sorted, by status, by search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import merge
from typing import Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, Keys, Span, UserId
from stvos.dynamodb.table import Item, Table, place_of
from stvos.paging import cursor_of
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.queues.concurrency import run_concurrently
from stvos.usage.answers import MemberRow, MembersAnswer
from stvos.usage.counters import PartnerCounters
from stvos.usage.member_rows import MemberRows
from stvos.usage.member_search import MemberSearch
from stvos.usage.recency import active_since
from stvos.usage.requests import MembersOrder, MembersQuery
from stvos.usage.sorted_rows import SORT_KEYS, sorted_rows
from stvos.usage.suppression import require_detailed

# Deeper pages need the cursor: a page by number reads all pages before it. As many members are read
# for a page of those with a status in another order than by activity.
_MAX_DEPTH = 2_000
_MAX_SEARCH_RESULTS = 200


@dataclass(frozen=True, slots=True)
class SortedMembers:
    """The spans of the index in which a sort order is stored, and the direction to read them in.

    An order that changes often is spread over several spans, which are merged when they are read.
    """

    spans: tuple[Span, ...]
    forward: bool

    def merged(self, items: Iterable[Iterable[Item]]) -> Iterator[Item]:
        """The items read from each span, as one sorted list."""
        return merge(*items, key=self.position_of, reverse=not self.forward)

    def position_of(self, item: Item) -> str:
        """The item's sort key without its span, which can be compared with those of other spans."""
        return place_of(item, self.spans[0])


class MemberList:
    """One partner's members. Raises Forbidden for a partner that sees them in groups only."""

    def __init__(
        self, table: Table, partner: Partner, counters: PartnerCounters, now: Clock = utc_now
    ) -> None:
        require_detailed(partner)
        self._table = table
        self._keys = Keys(ClientId(partner.client_id))
        self._partner = partner
        self._counters = counters
        self._today = day_of(now(), partner.billing.timezone)
        self._rows = MemberRows(table, partner, self._today)

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls.of_partner(Table.of_stack(), ClientId(staff.client_id), staff.partner_id)

    @classmethod
    def of_partner(
        cls, table: Table, tenant: ClientId, partner_id: int, now: Clock = utc_now
    ) -> Self:
        partner = PartnerRepository(table, tenant).require(partner_id)
        return cls(table, partner, PartnerCounters(table, tenant, partner_id), now)

    def page(self, asked: MembersQuery) -> MembersAnswer:
        """A page in the given order, with the total."""
        if asked.search:
            rows = self._search(MemberSearch.of(asked.search), asked)
            return MembersAnswer(items=asked.cut(rows), pagination=asked.pagination(len(rows)))
        if asked.status and asked.by != "lastActiveAt":
            if asked.cursor is None and self._counters.members() <= _MAX_DEPTH:
                rows = _sorted(list(self._rows_by_joining(asked)), asked)
                return MembersAnswer(items=asked.cut(rows), pagination=asked.pagination(len(rows)))
            asked = asked.model_copy(update={"sort": None})
        members = self._sorted_members(asked)
        after = asked.after(members.spans[0])
        pagination = asked.pagination(self.total(asked), deepest=_MAX_DEPTH)
        if after is None and not asked.is_within(_MAX_DEPTH):
            return MembersAnswer(items=[], pagination=pagination)
        start = 0 if after else asked.start
        end = start + asked.limit
        read = self._read(members, end + 1, after)
        shown = read[start:end]
        return MembersAnswer(
            items=list(self._rows.of(map(_user_of, shown))),
            pagination=pagination,
            next_cursor=cursor_of(members.position_of(shown[-1])) if len(read) > end else None,
        )

    def every(self, asked: MembersOrder) -> Iterator[MemberRow]:
        """All members with the given status, however many, each once, for an export.

        They are read by the order of joining, in which no member moves meanwhile, and then sorted.
        """
        rows = self._rows_by_joining(asked)
        if asked.by == "joinedAt":
            return rows
        return sorted_rows(rows, asked.by, ascending=asked.ascending)

    def _rows_by_joining(self, asked: MembersOrder) -> Iterator[MemberRow]:
        """All members with the given status, by their joining."""
        span = self._keys.members_of(self._partner.id)
        forward = asked.ascending if asked.by == "joinedAt" else True
        found = self._table.all(span, forward=forward, only=("user_id",))
        rows = self._rows.of(map(_user_of, found))
        return (row for row in rows if asked.status in {None, row.status})

    def total(self, asked: MembersOrder) -> int:
        """How many members have the given status, from the counters."""
        members = self._counters.members()
        if asked.status is None:
            return members
        active = self._counters.latest(active_since(self._today), self._today)
        return active if asked.status == "active" else max(0, members - active)

    # ------------------------------------------------------------ sorted

    def _sorted_members(self, asked: MembersOrder) -> SortedMembers:
        """U8: the members in the given order."""
        return SortedMembers(self._spans(asked), asked.ascending)

    def _spans(self, asked: MembersOrder) -> tuple[Span, ...]:
        partner, since = self._partner.id, active_since(self._today).isoformat()
        match asked.by, asked.status:
            case "lastActiveAt", "active":
                return self._keys.members_by_activity(partner, first=since)
            case "lastActiveAt", "inactive":
                return self._keys.members_by_activity(partner, last=since)
            case "lastActiveAt", _:
                return self._keys.members_by_activity(partner)
            case "watchTimeMinutes", _:
                return self._keys.members_by_watching(partner)
            case "name", _:
                return (self._keys.members_by_name(partner),)
        return (self._keys.members_of(partner),)

    def _read(self, members: SortedMembers, limit: int, after: str | None) -> list[Item]:
        def read(span: Span) -> list[Item]:
            return self._table.query(span, limit=limit, forward=members.forward, after=after).items

        pages = run_concurrently([partial(read, span) for span in members.spans])
        return list(members.merged(pages))[:limit]

    # ------------------------------------------------------------ by search

    def _search(self, search: MemberSearch, asked: MembersQuery) -> list[MemberRow]:
        """U9: the members that match a search, at most 200, in the given order."""
        users: dict[UserId, None] = {}
        for prefix in search.prefixes():
            spans = self._keys.members_by_word(self._partner.id, prefix)
            found = self._read(SortedMembers(spans, forward=True), _MAX_SEARCH_RESULTS, None)
            users |= dict.fromkeys(map(_user_of, found))
        rows = [
            self._rows.row(card, use)
            for card, use in self._rows.stored(users, "listed_words")
            if search.matches(use.listed_words)
        ]
        matching = [row for row in rows if asked.status in {None, row.status}]
        return _sorted(matching[:_MAX_SEARCH_RESULTS], asked)


def _user_of(item: Item) -> UserId:
    return UserId(item["user_id"])


def _sorted(rows: list[MemberRow], asked: MembersOrder) -> list[MemberRow]:
    key = SORT_KEYS[asked.by]
    return sorted(rows, key=lambda row: (key(row), row.id), reverse=not asked.ascending)
