"""A partner's members as its staff look through them: in an order, by status, by search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from typing import Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, Keys, Span, UserId
from stvos.dynamodb.table import Item, Table, place_of
from stvos.errors import InvalidInput
from stvos.paging import cursor_of
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.text import fold
from stvos.usage.answers import MemberRow, MembersAnswer
from stvos.usage.counters import PartnerCounters
from stvos.usage.member_rows import MemberRows
from stvos.usage.member_search import Typed
from stvos.usage.recency import active_since
from stvos.usage.requests import MembersOrder, MembersQuery
from stvos.usage.suppression import require_singly

# Further pages go on by cursor: a page by number reads those before it.
_DEEPEST = 2_000
_FOUND = 200
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """Where members are in an order: in spans side by side, to be read from either end."""

    spans: tuple[Span, ...]
    forward: bool

    def merged(self, items: Iterable[Iterable[Item]]) -> Iterator[Item]:
        """What was read of each span, as one run."""
        return merge(*items, key=self.place_of, reverse=not self.forward)

    def place_of(self, item: Item) -> str:
        """Where an item is in its span; one of any other span can be compared with it."""
        return place_of(item, self.spans[0])


class MemberList:
    """One partner's members. Raises Forbidden for a partner that sees them in groups only."""

    def __init__(
        self, table: Table, partner: Partner, counters: PartnerCounters, now: Clock = utc_now
    ) -> None:
        require_singly(partner)
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
        """A page in the asked order, with the total of its kind."""
        if asked.search:
            found = self._found(Typed.of(asked.search), asked)
            return MembersAnswer(
                items=asked.cut(found), pagination=asked.pagination(len(found)), next_cursor=None
            )
        run = self._run(asked)
        after = asked.after(run.spans[0])
        start = 0 if after else asked.start_within(_DEEPEST, "go on by cursor, or export")
        end = start + asked.limit
        read = self._first(end + 1, run, after)
        shown = read[start:end]
        return MembersAnswer(
            items=list(self._rows.of(map(_user_of, shown))),
            pagination=asked.pagination(self.total(asked)),
            next_cursor=cursor_of(run.place_of(shown[-1])) if len(read) > end else None,
        )

    def every(self, asked: MembersOrder) -> Iterator[MemberRow]:
        """All members of the asked kind, however many, for an export."""
        run = self._run(asked)
        spans = [
            self._table.all(span, forward=run.forward, only=("user_id",)) for span in run.spans
        ]
        return self._rows.of(map(_user_of, run.merged(spans)))

    def total(self, asked: MembersOrder) -> int:
        """How many there are of the asked kind, from the counts."""
        members = self._counters.members()
        if asked.status is None:
            return members
        active = self._counters.latest(active_since(self._today), self._today)
        return active if asked.status == "active" else max(0, members - active)

    # ------------------------------------------------------------ in an order

    def _run(self, asked: MembersOrder) -> Run:
        """U8: where members are in the asked order."""
        if asked.status and asked.by != "lastActiveAt":
            raise InvalidInput.at("query.sort", "must be lastActiveAt when a status is given")
        return Run(self._spans(asked), asked.rises)

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

    def _first(self, most: int, run: Run, after: str | None) -> list[Item]:
        pages = [
            self._table.query(span, limit=most, forward=run.forward, after=after).items
            for span in run.spans
        ]
        return list(run.merged(pages))[:most]

    # ------------------------------------------------------------ by search

    def _found(self, typed: Typed, asked: MembersQuery) -> list[MemberRow]:
        """U9: the members whom a search finds, at most 200, in the asked order."""
        users: dict[UserId, None] = {}
        for beginning in typed.beginnings():
            span = self._keys.members_by_word(self._partner.id, beginning)
            users |= dict.fromkeys(map(_user_of, self._table.query(span, limit=_FOUND).items))
        rows = [
            self._rows.row(card, use)
            for card, use in self._rows.stored(users, "listed_words")
            if typed.finds(use.listed_words)
        ]
        kept = [row for row in rows if asked.status in {None, row.status}]
        return _sorted(kept[:_FOUND], asked)


def _user_of(item: Item) -> UserId:
    return UserId(item["user_id"])


def _sorted(rows: list[MemberRow], asked: MembersOrder) -> list[MemberRow]:
    keys = {
        "name": lambda row: (fold(row.name), row.id),
        "watchTimeMinutes": lambda row: (row.watch_time_minutes, row.id),
        "lastActiveAt": lambda row: (row.last_active_at or _LONG_AGO, row.id),
        "joinedAt": lambda row: (row.joined_at, row.id),
    }
    return sorted(rows, key=keys[asked.by], reverse=not asked.rises)
