"""The projection of sessions, logs and memberships into what each partner's members did.

A member's new state and what the partner's counters gain by it are written in one transaction,
conditional on the state that was read. So a batch that is delivered again, split or out of order
counts nothing twice, and a worker that dies leaves nothing half counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import batched
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.dynamodb.changes import UNREADABLE, Change
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.table import Item, Table
from stvos.errors import Conflict
from stvos.months import Month
from stvos.queues.concurrency import run_concurrently
from stvos.queues.dead_letters import set_aside
from stvos.usage.counters import PartnerCounters
from stvos.usage.facts import Facts, MemberFacts
from stvos.usage.gains import Gains
from stvos.usage.member_state import Card, MemberState, MemberUpdate, week_of
from stvos.usage.models import MemberDay, MemberMonth, MemberUse

logger = Logger(service="stvos")

_TRIES = 5
# Members read in one call; with two writes each, the usual number, they fill one transaction.
_BATCH_SIZE = 40
# Of one member in one transaction: they fit together with the counters that they change, even when
# each session is of another class.
_MAX_DAYS = 4
_MAX_SESSIONS = 30
_MAX_WRITES = 100

type FactsByMember = dict[UserId, MemberFacts]


class UseProjection:
    """Counts what the members of all partners do."""

    def __init__(self, table: Table, keep: Callable[[dict[str, Any]], None]) -> None:
        self._table = table
        self._keep = keep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), set_aside)

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Count the records. Returns the changes that must be delivered again.

        A record that cannot be read is set aside, so that it does not block those behind it.
        """
        pieces = [
            partial(self._apply, tenant, partner_id, {user: facts[user] for user in users}, shard)
            for (tenant, partner_id), facts in self._by_partner(records).items()
            # Other workers count other members, so they begin at another shard.
            for shard, users in enumerate(batched(facts, _BATCH_SIZE), start=next(iter(facts)))
        ]
        return [change for failed in run_concurrently(pieces) for change in failed]

    def _apply(
        self, tenant: ClientId, partner_id: int, facts: FactsByMember, shard: int
    ) -> list[Change]:
        """Count some members' facts. Returns their changes if that failed."""
        try:
            PartnerUse(self._table, tenant, partner_id, shard).apply(facts)
        except Exception:
            logger.exception("could not count a partner's use", tenant=tenant)
            return [change for member in facts.values() for change in member.changes]
        return []

    def _by_partner(
        self, records: Iterable[dict[str, Any]]
    ) -> dict[tuple[ClientId, int], FactsByMember]:
        collected = Facts()
        for record in records:
            try:
                collected.add(Change.of_record(record))
            except UNREADABLE:
                logger.exception("unreadable change of a member")
                if not _is_of_viewing(record):
                    self._keep(record)
        by_partner: dict[tuple[ClientId, int], FactsByMember] = defaultdict(dict)
        for membership, member in collected.of.items():
            by_partner[membership.tenant, membership.partner_id][membership.user] = member
        return by_partner


def _is_of_viewing(record: dict[str, Any]) -> bool:
    """Whether `ActivityProjection`, which reads the same records, sets this one aside."""
    image = record.get("dynamodb", {}).get("NewImage", {})
    return image.get("type") not in ({"S": "log"}, {"S": "membership"})


class PartnerUse:
    """One partner's members and counters. `shard`: the items of the counters that are changed, so
    that concurrent workers conflict less.
    """

    def __init__(self, table: Table, tenant: ClientId, partner_id: int, shard: int) -> None:
        self._table = table
        self._shard = shard
        self._tenant = tenant
        self._partner = partner_id
        self._keys = Keys(tenant)
        self._counters = PartnerCounters(table, tenant, partner_id)

    def apply(self, facts: FactsByMember) -> None:
        """Count the facts of some members. Raises RuntimeError when others keep changing them."""
        for part in _portions(facts):
            left = part
            for _ in range(_TRIES):
                left = self._count(left)
                if not left:
                    break
            else:
                raise RuntimeError("members were changed by others in every try")

    def _count(self, facts: FactsByMember) -> FactsByMember:
        """Apply the facts to the stored states. Returns those of members who changed meanwhile."""
        left: FactsByMember = {}
        for group in _transactions(self._updated(facts)):
            gains = Gains()
            for member in group:
                gains.add(member.gains)
            writes = [write for member in group for write in member.writes]
            try:
                self._table.transact(*writes, *gains.writes(self._counters, self._shard))
            except Conflict:
                left |= {member.user: facts[member.user] for member in group}
        return left

    def _updated(self, facts: FactsByMember) -> Iterator[MemberUpdate]:
        stored = self._read(facts)
        for user, member in facts.items():
            item = stored.get(self._keys.use_of_member(user))
            if item is None or item["partner_id"] != self._partner:
                continue  # Erased, or another partner's member by now.
            state = MemberState(MemberUse.of_item(item), self._card(stored, user, member))
            for day in {other for active in member.days for other in week_of(active)}:
                if day_item := stored.get(self._keys.member_day(user, day)):
                    state.days[day] = MemberDay.of_item(day_item)
            for month in map(Month.of, member.days):
                if month_item := stored.get(self._keys.member_month(user, str(month))):
                    state.months[month] = MemberMonth.of_item(month_item)
            state.apply(member)
            if update := state.update(self._tenant):
                yield update

    def _card(self, stored: dict[Key, Item], user: UserId, member: MemberFacts) -> Card | None:
        item = stored.get(self._keys.membership(user)) if member.card else None
        return Card(item["name"], item["email"], item["voucher_code"]) if item else None

    def _read(self, facts: FactsByMember) -> dict[Key, Item]:
        """The items that the facts are about, and the week of a day that is not active yet."""
        keys: list[Key] = []
        for user, member in facts.items():
            keys.append(self._keys.use_of_member(user))
            keys += [self._keys.member_day(user, day) for day in member.days]
            months = {str(Month.of(day)) for day in member.days}
            keys += [self._keys.member_month(user, month) for month in months]
            if member.card:
                keys.append(self._keys.membership(user))
        stored = self._stored(keys)
        return stored | self._stored(
            [
                self._keys.member_day(user, other)
                for user, member in facts.items()
                for day in member.days
                if not stored.get(self._keys.member_day(user, day), {}).get("active")
                for other in week_of(day)
            ]
        )

    def _stored(self, keys: list[Key]) -> dict[Key, Item]:
        items = self._table.get_many(keys, consistent=True)
        return {key: item for key, item in zip(keys, items, strict=True) if item}


def _portions(facts: FactsByMember) -> Iterator[FactsByMember]:
    """The same facts in portions that are small enough for a transaction."""
    while facts:
        cut = {user: member.split(_MAX_DAYS, _MAX_SESSIONS) for user, member in facts.items()}
        yield {user: now for user, (now, _) in cut.items()}
        facts = {user: later for user, (_, later) in cut.items() if later}


def _transactions(members: Iterator[MemberUpdate]) -> Iterator[list[MemberUpdate]]:
    """Groups of members whose writes, with the counters they change, fit one transaction."""
    group: list[MemberUpdate] = []
    writes, counters = 0, set[object]()
    for member in members:
        together = counters | member.gains.counter_items()
        if group and writes + len(member.writes) + len(together) > _MAX_WRITES:
            yield group
            group, writes, together = [], 0, member.gains.counter_items()
        group.append(member)
        writes, counters = writes + len(member.writes), together
    if group:
        yield group
