"""A partner's members as its staff look through them: in an order, by status, by search."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from heapq import merge
from itertools import batched
from typing import Self

from stvos.clock import Clock, day_of, utc_now
from stvos.content.words import fold, query_words
from stvos.errors import InvalidInput
from stvos.keys import ClientId, Keys, Span, UserId
from stvos.paging import cursor_of
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.partners.vouchers import canonical
from stvos.table import Item, Table, place_of
from stvos.usage.answers import MemberRow, MembersAnswer, MembersOrder, MembersQuery
from stvos.usage.counters import PartnerCounters
from stvos.usage.discretion import require_singly
from stvos.usage.models import MemberUse
from stvos.usage.recency import active_since

# Further pages go on by cursor: a page by number reads those before it.
_DEEPEST = 2_000
_FOUND = 200
_EXPORTED_AT_ONCE = 500


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

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls.of_partner(Table.of_stack(), ClientId(staff.client_id), staff.partner_id)

    @classmethod
    def of_partner(
        cls, table: Table, tenant: ClientId, partner_id: int, now: Clock = utc_now
    ) -> Self:
        partner = PartnerRepository(table, tenant).require(partner_id)
        return cls(table, partner, PartnerCounters(table, tenant, partner_id), now)

    # ------------------------------------------------------------ a page

    def page(self, asked: MembersQuery) -> MembersAnswer:
        """A page in the asked order, with the total of its kind."""
        if asked.search:
            found = self._found(asked)
            return MembersAnswer(
                items=asked.cut(found), pagination=asked.pagination(len(found)), next_cursor=None
            )
        spans, forward = self._run(asked)
        after = asked.after(spans[0])
        skipped = 0 if after else asked.start_within(_DEEPEST, "go on by cursor, or export")
        items = self._merged(spans, forward, skipped + asked.limit + 1, after)
        window = items[skipped : skipped + asked.limit]
        more = len(items) > skipped + asked.limit
        return MembersAnswer(
            items=self._rows(window),
            pagination=asked.pagination(self.total(asked)),
            next_cursor=cursor_of(place_of(window[-1], spans[0])) if more else None,
        )

    def _run(self, asked: MembersOrder) -> tuple[tuple[Span, ...], bool]:
        """U8: where members lie in the asked order, and whether from its beginning."""
        order = asked.sort or ("lastActiveAt" if asked.status else "joinedAt")
        name, turned = order.lstrip("-"), order.startswith("-")
        if asked.status and name != "lastActiveAt":
            raise InvalidInput.at("query.sort", "must be lastActiveAt when a status is given")
        match name:
            case "name":
                return (self._keys.members_by_name(self._partner.id),), not turned
            case "watchTimeMinutes":
                return self._keys.members_by_watching(self._partner.id), turned
            case "lastActiveAt":
                return self._by_activity(asked), turned
        return (self._keys.members_of(self._partner.id),), turned

    def _by_activity(self, asked: MembersOrder) -> tuple[Span, ...]:
        since = active_since(self._today).isoformat()
        match asked.status:
            case "active":
                return self._keys.members_by_activity(self._partner.id, first=since)
            case "inactive":
                return self._keys.members_by_activity(self._partner.id, last=since)
        return self._keys.members_by_activity(self._partner.id)

    def _merged(
        self, spans: Sequence[Span], forward: bool, limit: int, after: str | None
    ) -> list[Item]:
        pages = [
            self._table.query(span, limit=limit, forward=forward, after=after).items
            for span in spans
        ]
        ordered = merge(*pages, key=lambda i: place_of(i, spans[0]), reverse=not forward)
        return list(ordered)[:limit]

    def total(self, asked: MembersOrder) -> int:
        """How many there are of the asked kind, from the counts."""
        members = self._counters.members()
        if asked.status is None:
            return members
        active = self._counters.latest(active_since(self._today), self._today)
        return active if asked.status == "active" else max(0, members - active)

    # ------------------------------------------------------------ a search

    def _found(self, asked: MembersQuery) -> list[MemberRow]:
        """U9: the members of whose words each typed one is the beginning, at most 200."""
        typed = query_words(asked.search or "")
        whole, code = fold(asked.search or ""), canonical(asked.search or "").lower()
        users: dict[UserId, None] = {}
        for beginning in dict.fromkeys([code, *([] if " " in whole else [whole]), *typed[:1]]):
            if beginning:
                span = self._keys.members_by_word(self._partner.id, beginning)
                found = self._table.query(span, limit=_FOUND).items
                users |= dict.fromkeys(UserId(item["user_id"]) for item in found)
        rows = [
            self._row(card, use)
            for card, use in self._members(users)
            if _matches(use, typed, (whole, code))
        ]
        kept = [row for row in rows if asked.status in {None, row.status}]
        return _sorted(kept[:_FOUND], asked)

    # ------------------------------------------------------------ rows

    def _rows(self, items: Iterable[Item]) -> list[MemberRow]:
        users = [UserId(item["user_id"]) for item in items]
        return [self._row(card, use) for card, use in self._members(users)]

    def _members(self, users: Iterable[UserId]) -> Iterator[tuple[Item, MemberUse]]:
        """Cards and sums as they are now; who left meanwhile is passed over."""
        for some in batched(users, _EXPORTED_AT_ONCE):
            keys = [self._keys.membership(user) for user in some]
            keys += [self._keys.use_of_member(user) for user in some]
            items = self._table.get_many(keys)
            for card, use in zip(items[: len(some)], items[len(some) :], strict=True):
                if card and use and card["partner_id"] == self._partner.id:
                    yield card, MemberUse.of_item(use)

    def _row(self, card: Item, use: MemberUse) -> MemberRow:
        return row_of(card, use, active_since(self._today))

    def every(self, asked: MembersOrder) -> Iterator[MemberRow]:
        """All members of the asked kind, however many, for an export."""
        spans, forward = self._run(asked)
        return self._every(spans, forward)

    def _every(self, spans: Sequence[Span], forward: bool) -> Iterator[MemberRow]:
        runs = [self._run_of(span, forward) for span in spans]
        users = merge(*runs, key=lambda pair: pair[0], reverse=not forward)
        for some in batched((user for _, user in users), _EXPORTED_AT_ONCE):
            for card, use in self._members(some):
                yield self._row(card, use)

    def _run_of(self, span: Span, forward: bool) -> Iterator[tuple[str, UserId]]:
        after: str | None = None
        while True:
            page = self._table.query(span, limit=1_000, forward=forward, after=after)
            for item in page.items:
                yield place_of(item, span), UserId(item["user_id"])
            if page.after is None:
                return
            after = page.after


def row_of(card: Item, use: MemberUse, active_since: date) -> MemberRow:
    """A member's row from their card and sums."""
    active = use.last_day is not None and use.last_day >= active_since
    return MemberRow(
        id=card["user_id"],
        name=card["name"],
        email=card["email"],
        joined_at=use.joined_at,
        last_active_at=_instant(use.last_active_ms),
        watch_time_minutes=use.watched_minutes,
        classes_watched=use.completions,
        voucher_code=card["voucher_code"],
        status="active" if active else "inactive",
    )


def _instant(ms: int) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, tz=UTC) if ms else None


def _matches(use: MemberUse, typed: list[str], whole: tuple[str, ...]) -> bool:
    words = use.listed_words
    if any(word.startswith(text) for word in words for text in whole if text):
        return True
    return bool(typed) and all(any(word.startswith(t) for word in words) for t in typed)


def _sorted(rows: list[MemberRow], asked: MembersOrder) -> list[MemberRow]:
    order = asked.sort or ("lastActiveAt" if asked.status else "joinedAt")
    name, turned = order.lstrip("-"), order.startswith("-")
    keys = {
        "name": lambda row: (fold(row.name), row.id),
        "watchTimeMinutes": lambda row: (row.watch_time_minutes, row.id),
        "lastActiveAt": lambda row: (row.last_active_at or _LONG_AGO, row.id),
        "joinedAt": lambda row: (row.joined_at, row.id),
    }
    return sorted(rows, key=keys[name], reverse=turned == (name == "name"))


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
