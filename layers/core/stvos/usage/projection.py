"""What the stream makes of sessions, logs and memberships: the use of each partner's members.

A member's state and what the partner's counts gain by it are one transaction, conditional on the
state that was read. So a batch that is facts again, split or out of order counts nothing twice,
and a worker that dies anywhere leaves nothing half counted.
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
# Members read in one call. Most take two writes, so these fill one transaction.
_BATCH_SIZE = 40
# Of one member in one transaction: with the counts they gain (each session may be of another
# class), all fit.
_MAX_DAYS = 4
_MAX_SESSIONS = 30
_MAX_WRITES = 100

type FactsByMember = dict[UserId, MemberFacts]


class UseProjection:
    """Follows the members of all partners."""

    def __init__(self, table: Table, keep: Callable[[dict[str, Any]], None]) -> None:
        self._table = table
        self._keep = keep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), set_aside)

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Count what the records say; answers the changes that must be delivered again.

        A record that cannot be read is set aside, so that it holds up none behind it.
        """
        pieces = [
            partial(self._apply, tenant, partner_id, {user: facts[user] for user in users}, shard)
            for (tenant, partner_id), facts in self._by_partner(records).items()
            # Other workers follow other members, so they begin at another shard.
            for shard, users in enumerate(batched(facts, _BATCH_SIZE), start=next(iter(facts)))
        ]
        return [change for failed in run_concurrently(pieces) for change in failed]

    def _apply(
        self, tenant: ClientId, partner_id: int, facts: FactsByMember, shard: int
    ) -> list[Change]:
        """Count some members' facts; their changes, if it failed."""
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
        found: dict[tuple[ClientId, int], FactsByMember] = defaultdict(dict)
        for membership, member in collected.of.items():
            found[membership.tenant, membership.partner_id][membership.user] = member
        return found


def _is_of_viewing(record: dict[str, Any]) -> bool:
    """Whether `ActivityProjection`, which reads the same records, sets this one aside."""
    image = record.get("dynamodb", {}).get("NewImage", {})
    return image.get("type") not in ({"S": "log"}, {"S": "membership"})


class PartnerUse:
    """One partner's members and counts. `shard`: where the counts are added, so that those who
    work side by side do not wait for each other.
    """

    def __init__(self, table: Table, tenant: ClientId, partner_id: int, shard: int) -> None:
        self._table = table
        self._shard = shard
        self._tenant = tenant
        self._partner = partner_id
        self._keys = Keys(tenant)
        self._counters = PartnerCounters(table, tenant, partner_id)

    def apply(self, facts: FactsByMember) -> None:
        """Count what is so of some members. Raises RuntimeError when others keep changing them."""
        for part in _turns(facts):
            left = part
            for _ in range(_TRIES):
                left = self._count(left)
                if not left:
                    break
            else:
                raise RuntimeError("members were changed by others in every try")

    def _count(self, facts: FactsByMember) -> FactsByMember:
        """Apply the facts to what is stored now; answers those of members who changed meanwhile."""
        left: FactsByMember = {}
        for group in _fitting(self._updated(facts)):
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
        """What the facts are about; of a day that is not active yet, its week beside it."""
        keys: list[Key] = []
        for user, member in facts.items():
            keys.append(self._keys.use_of_member(user))
            keys += [self._keys.member_day(user, day) for day in member.days]
            months = {str(Month.of(day)) for day in member.days}
            keys += [self._keys.member_month(user, month) for month in months]
            if member.card:
                keys.append(self._keys.membership(user))
        stored = self._found(keys)
        return stored | self._found(
            [
                self._keys.member_day(user, other)
                for user, member in facts.items()
                for day in member.days
                if not stored.get(self._keys.member_day(user, day), {}).get("active")
                for other in week_of(day)
            ]
        )

    def _found(self, keys: list[Key]) -> dict[Key, Item]:
        items = self._table.get_many(keys, consistent=True)
        return {key: item for key, item in zip(keys, items, strict=True) if item}


def _turns(facts: FactsByMember) -> Iterator[FactsByMember]:
    """The same facts in turns, none of which has too much of a member for a transaction."""
    while facts:
        cut = {user: member.cut(_MAX_DAYS, _MAX_SESSIONS) for user, member in facts.items()}
        yield {user: now for user, (now, _) in cut.items()}
        facts = {user: later for user, (_, later) in cut.items() if later}


def _fitting(members: Iterator[MemberUpdate]) -> Iterator[list[MemberUpdate]]:
    """Members whose writes, with the counts they gain, fit one transaction."""
    group: list[MemberUpdate] = []
    writes, places = 0, set[object]()
    for member in members:
        together = places | member.gains.places()
        if group and writes + len(member.writes) + len(together) > _MAX_WRITES:
            yield group
            group, writes, together = [], 0, member.gains.places()
        group.append(member)
        writes, places = writes + len(member.writes), together
    if group:
        yield group
