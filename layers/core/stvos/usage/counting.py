"""Counts what members did: watched days, and what each partner's members did.

A member's new state and what the partner's counters gain by it are written in one transaction,
conditional on the state that was read. So announcements that come again, split or out of order
count nothing twice, and a worker that dies leaves nothing half counted. One transaction holds many
members: they differ in what they write, and the messages' groups keep other workers from the same
counters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched, chain
from typing import Self

from aws_lambda_powertools import Logger

from stvos.clock import week_of
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.table import Item, Table, Write
from stvos.errors import Conflict, InvalidToken, RateLimited
from stvos.months import Month
from stvos.queues.concurrency import run_concurrently
from stvos.usage.announcements import Announcement
from stvos.usage.counters import SHARDS, PartnerCounters
from stvos.usage.facts import MemberFacts, Membership
from stvos.usage.gains import Gains
from stvos.usage.member_state import Card, MemberState
from stvos.usage.models import MemberDay, MemberMonth, MemberUse
from stvos.viewing.models import Session
from stvos.viewing.watched_days import WatchedDays

logger = Logger(service="stvos")

_TRIES = 5
# Of one member in one transaction: they fit together with the counters that they change, even when
# each session is of another class.
_MAX_DAYS = 4
_MAX_SESSIONS = 30
_MAX_WRITES = 100
_PER_CALL = 100

type Stored = dict[Key, Item]
type FactsByMember = dict[Membership, MemberFacts]


@dataclass(frozen=True, slots=True)
class MemberUpdate:
    """The writes that store what a member did, and what their partner's counters gain by it."""

    member: Membership
    writes: list[Write]
    gains: Gains

    @property
    def counters(self) -> tuple[ClientId, int, int]:
        """Which counters they are: the partner's, and of those one shard."""
        return self.member.tenant, self.member.partner_id or 0, self.member.user % SHARDS

    @property
    def order(self) -> tuple[int, ...]:
        """Neighbours write to the same counters."""
        classes = [class_id for _, class_id in self.gains.classes]
        return (*self.counters, *classes[:1])


class UseCounter:
    """Counts the announcements of one message group, or of several."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def count(self, announcements: Iterable[Announcement]) -> set[Membership]:
        """Count announcements. Returns the members of whom not all was counted."""
        of_member: dict[Membership, list[Announcement]] = defaultdict(list)
        for one in announcements:
            of_member[membership_of(one)].append(one)
        facts, stored = self._facts(of_member)
        failed: set[Membership] = set()
        while facts:
            cut = {who: member.split(_MAX_DAYS, _MAX_SESSIONS) for who, member in facts.items()}
            failed |= self._count({who: now for who, (now, _) in cut.items()}, stored)
            facts = {who: later for who, (_, later) in cut.items() if later}
            stored = {}
        return failed

    def _facts(
        self, of_member: Mapping[Membership, Sequence[Announcement]]
    ) -> tuple[FactsByMember, Stored]:
        """The facts about each member, with their sessions as they are now; and what was read."""
        keys: list[Key] = []
        for who, announcements in of_member.items():
            keys += [_session_key(who, one.session) for one in announcements if one.session]
            keys += [] if who.partner_id is None else [Keys(who.tenant).use_of_member(who.user)]
        stored = self._read(keys)
        facts: FactsByMember = {}
        for who, announcements in of_member.items():
            use = stored.get(Keys(who.tenant).use_of_member(who.user))
            found = {_session_key(who, one.session) for one in announcements if one.session}
            sessions = [Session.of_item(stored[key]) for key in found if key in stored]
            left_at = MemberUse.of_item(use).left_at if use else None
            facts[who] = MemberFacts.of(announcements, sessions, left_at)
        return facts, stored

    def _count(self, facts: FactsByMember, stored: Stored) -> set[Membership]:
        """Apply facts in few transactions; those of which one fails again, one by one."""
        left = self._write(facts, stored, together=True)
        for _ in range(_TRIES):
            if not left:
                break
            left = self._write(left, {}, together=False)
        return set(left)

    def _write(self, facts: FactsByMember, stored: Stored, *, together: bool) -> FactsByMember:
        """Apply facts once. Returns the facts about those members for whom that failed."""
        updates = sorted(self._updates(facts, stored), key=lambda update: update.order)
        groups = _transactions(updates) if together else ([update] for update in updates)
        pieces = [partial(self._write_each, chained) for chained in _chains(groups)]
        left: FactsByMember = {}
        for refused in chain.from_iterable(run_concurrently(pieces)):
            for who, error in refused:
                left[who] = facts[who]
                if isinstance(error, InvalidToken):  # The account is gone: its days go, too.
                    left[who].watched = {}
        return left

    def _write_each(
        self, groups: list[list[MemberUpdate]]
    ) -> list[list[tuple[Membership, Exception]]]:
        return [self._transact(group) for group in groups]

    def _transact(self, group: list[MemberUpdate]) -> list[tuple[Membership, Exception]]:
        gains: dict[tuple[ClientId, int, int], Gains] = defaultdict(Gains)
        for update in group:
            gains[update.counters].add(update.gains)
        writes = [write for update in group for write in update.writes]
        for (tenant, partner_id, shard), gained in gains.items():
            writes += gained.writes(PartnerCounters(self._table, tenant, partner_id), shard)
        try:
            self._table.transact(*writes)
        except Exception as error:
            if not isinstance(error, (Conflict, InvalidToken, RateLimited)):
                logger.exception("could not count members", members=len(group))
            single = error if len(group) == 1 else Conflict()
            return [(update.member, single) for update in group]
        return []

    def _updates(self, facts: FactsByMember, stored: Stored) -> Iterator[MemberUpdate]:
        stored = stored | self._read_states(facts, stored)
        for who, member in facts.items():
            keys = Keys(who.tenant)
            writes = WatchedDays(self._table, who.tenant, who.user).raising(
                member.watched,
                {
                    day: stored[key]
                    for day in member.watched
                    if (key := keys.watched(who.user, day)) in stored
                },
            )
            gains = Gains()
            item = stored.get(keys.use_of_member(who.user))
            # Unless erased, or another partner's member by now.
            if item is not None and item["partner_id"] == who.partner_id:
                state = _state(who, member, MemberUse.of_item(item), stored)
                state.apply(member)
                if changes := state.writes(who.tenant):
                    writes += changes
                    gains = state.gains
            if writes:
                yield MemberUpdate(who, writes, gains)

    def _read_states(self, facts: FactsByMember, stored: Stored) -> Stored:
        """The items that the facts are about, and of a day that is not active yet and older than an
        active one the week.
        """
        wanted: list[Key] = []
        for who, member in facts.items():
            keys = Keys(who.tenant)
            wanted += [keys.watched(who.user, day) for day in member.watched]
            if who.partner_id is None:
                continue
            if keys.use_of_member(who.user) not in stored:
                wanted.append(keys.use_of_member(who.user))
            wanted += [keys.member_day(who.user, day) for day in member.days]
            months = {str(Month.of(day)) for day in member.days}
            wanted += [keys.member_month(who.user, month) for month in months]
            if member.card:
                wanted.append(keys.membership(who.user))
        found = self._read(wanted)
        weeks: list[Key] = []
        for who, member in facts.items():
            keys = Keys(who.tenant)
            use = stored.get(keys.use_of_member(who.user)) or found.get(
                keys.use_of_member(who.user), {}
            )
            for day in member.days if who.partner_id is not None else ():
                active = found.get(keys.member_day(who.user, day), {}).get("active")
                if not active and day.isoformat() < (use.get("last_day") or ""):
                    weeks += [keys.member_day(who.user, other) for other in week_of(day)]
        return found | self._read(weeks)

    def _read(self, keys: list[Key]) -> Stored:
        def find(some: tuple[Key, ...]) -> list[Item | None]:
            return self._table.find_many(some, consistent=True)

        calls = list(batched(dict.fromkeys(keys), _PER_CALL))
        answers = run_concurrently([partial(find, call) for call in calls])
        return {
            key: item
            for call, items in zip(calls, answers, strict=True)
            for key, item in zip(call, items, strict=True)
            if item
        }


def membership_of(one: Announcement) -> Membership:
    """Whose announcement it is."""
    return Membership(ClientId(one.tenant), one.partner_id, UserId(one.user))


def _session_key(who: Membership, session: Session) -> Key:
    return Keys(who.tenant).session(who.user, session.id)


def _state(who: Membership, member: MemberFacts, use: MemberUse, stored: Stored) -> MemberState:
    """A member's stored state, with the days and months that the facts are about."""
    keys = Keys(who.tenant)
    card = stored.get(keys.membership(who.user)) if member.card else None
    state = MemberState(
        use, Card(card["name"], card["email"], card["voucher_code"]) if card else None
    )
    for day in {other for active in member.days for other in week_of(active)}:
        if day_item := stored.get(keys.member_day(who.user, day)):
            state.days[day] = MemberDay.of_item(day_item)
    for month in map(Month.of, member.days):
        if month_item := stored.get(keys.member_month(who.user, str(month))):
            state.months[month] = MemberMonth.of_item(month_item)
    return state


def _chains(groups: Iterable[list[MemberUpdate]]) -> list[list[list[MemberUpdate]]]:
    """Ordered groups in chains that share no counters, so that they can be written side by side."""
    chains: list[list[list[MemberUpdate]]] = []
    before: set[tuple[ClientId, int, int]] = set()
    for group in groups:
        counters = {update.counters for update in group if update.member.partner_id is not None}
        if counters & before:
            chains[-1].append(group)
        else:
            chains.append([group])
        before = counters
    return chains


def _transactions(updates: Iterable[MemberUpdate]) -> Iterator[list[MemberUpdate]]:
    """Groups of members whose writes, with the counters they change, fit one transaction."""
    group: list[MemberUpdate] = []
    writes, counters = 0, set[object]()
    for update in updates:
        own: set[object] = {(update.counters, item) for item in update.gains.counter_items()}
        together = counters | own
        if group and writes + len(update.writes) + len(together) > _MAX_WRITES:
            yield group
            group, writes, together = [], 0, own
        group.append(update)
        writes, counters = writes + len(update.writes), together
    if group:
        yield group
