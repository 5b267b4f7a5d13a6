"""What the stream makes of sessions, logs and memberships: the use of each partner's members.

A member's state and what the partner's counts gain by it are one transaction, conditional on the
state that was read. So a batch that is told again, split or out of order counts nothing twice,
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
from stvos.queues.concurrency import at_once
from stvos.queues.dead_letters import set_aside
from stvos.usage.counters import PartnerCounters
from stvos.usage.facts import Facts, MemberFacts
from stvos.usage.member_state import Card, MemberState, Settled, week_of
from stvos.usage.models import MemberDay, MemberMonth, MemberUse
from stvos.usage.tally import Tally

logger = Logger(service="stvos")

_TRIES = 5
# Members read at once. Most take two writes, so these fill one transaction.
_AT_ONCE = 40
# Days and sessions of one member taken up at once: with the counts they gain (each session may be
# of another class), all fit one transaction.
_DAYS_AT_ONCE = 4
_SESSIONS_AT_ONCE = 30
_MOST_WRITES = 100

type Told = dict[UserId, MemberFacts]


class UseProjection:
    """Follows the members of all partners."""

    def __init__(self, table: Table, keep: Callable[[dict[str, Any]], None]) -> None:
        self._table = table
        self._keep = keep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), set_aside)

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Count what the records tell; answers the changes that must be told again.

        A record that cannot be read is set aside, so that it holds up none behind it.
        """
        pieces = [
            partial(self._take_up, tenant, partner_id, {user: told[user] for user in users}, shard)
            for (tenant, partner_id), told in self._by_partner(records).items()
            # Other workers follow other members, so they begin at another shard.
            for shard, users in enumerate(batched(told, _AT_ONCE), start=next(iter(told)))
        ]
        return [change for failed in at_once(pieces) for change in failed]

    def _take_up(self, tenant: ClientId, partner_id: int, told: Told, shard: int) -> list[Change]:
        """Count some members' facts; their changes, if it failed."""
        try:
            PartnerUse(self._table, tenant, partner_id, shard).take_up(told)
        except Exception:
            logger.exception("could not count a partner's use", tenant=tenant)
            return [change for facts in told.values() for change in facts.changes]
        return []

    def _by_partner(self, records: Iterable[dict[str, Any]]) -> dict[tuple[ClientId, int], Told]:
        facts = Facts()
        for record in records:
            try:
                facts.add(Change.of_record(record))
            except UNREADABLE:
                logger.exception("unreadable change of a member")
                if not _is_of_viewing(record):
                    self._keep(record)
        found: dict[tuple[ClientId, int], Told] = defaultdict(dict)
        for membership, member in facts.of.items():
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

    def take_up(self, told: Told) -> None:
        """Count what is so of some members. Raises RuntimeError when others keep changing them."""
        for part in _turns(told):
            left = part
            for _ in range(_TRIES):
                left = self._count(left)
                if not left:
                    break
            else:
                raise RuntimeError("members were changed by others in every try")

    def _count(self, told: Told) -> Told:
        """Take the facts up from what is stored now; answers those of members who moved on."""
        left: Told = {}
        for group in _fitting(self._taken_up(told)):
            tally = Tally()
            for member in group:
                tally.add(member.tally)
            writes = [write for member in group for write in member.writes]
            try:
                self._table.transact(*writes, *tally.writes(self._counters, self._shard))
            except Conflict:
                left |= {member.user: told[member.user] for member in group}
        return left

    def _taken_up(self, told: Told) -> Iterator[Settled]:
        found = self._read(told)
        for user, facts in told.items():
            item = found.get(self._keys.use_of_member(user))
            if item is None or item["partner_id"] != self._partner:
                continue  # Erased, or somebody else's member by now.
            state = MemberState(MemberUse.of_item(item), self._card(found, user, facts))
            for day in {day for told_of in facts.days for day in week_of(told_of)}:
                if stored := found.get(self._keys.member_day(user, day)):
                    state.days[day] = MemberDay.of_item(stored)
            for month in map(Month.of, facts.days):
                if stored := found.get(self._keys.member_month(user, str(month))):
                    state.months[month] = MemberMonth.of_item(stored)
            state.take_up(facts)
            if settled := state.settled(self._tenant):
                yield settled

    def _card(self, found: dict[Key, Item], user: UserId, facts: MemberFacts) -> Card | None:
        item = found.get(self._keys.membership(user)) if facts.card else None
        return Card(item["name"], item["email"], item["voucher_code"]) if item else None

    def _read(self, told: Told) -> dict[Key, Item]:
        """What the facts are about; of a day that is not active yet, its week beside it."""
        keys: list[Key] = []
        for user, facts in told.items():
            keys.append(self._keys.use_of_member(user))
            keys += [self._keys.member_day(user, day) for day in facts.days]
            months = {str(Month.of(day)) for day in facts.days}
            keys += [self._keys.member_month(user, month) for month in months]
            if facts.card:
                keys.append(self._keys.membership(user))
        found = self._found(keys)
        return found | self._found(
            [
                self._keys.member_day(user, other)
                for user, facts in told.items()
                for day in facts.days
                if not found.get(self._keys.member_day(user, day), {}).get("active")
                for other in week_of(day)
            ]
        )

    def _found(self, keys: list[Key]) -> dict[Key, Item]:
        items = self._table.get_many(keys, consistent=True)
        return {key: item for key, item in zip(keys, items, strict=True) if item}


def _turns(told: Told) -> Iterator[Told]:
    """The same facts in turns, none of which has too much of a member for a transaction."""
    while told:
        cut = {user: facts.cut(_DAYS_AT_ONCE, _SESSIONS_AT_ONCE) for user, facts in told.items()}
        yield {user: now for user, (now, _) in cut.items()}
        told = {user: later for user, (_, later) in cut.items() if later}


def _fitting(members: Iterator[Settled]) -> Iterator[list[Settled]]:
    """Members whose writes, with the counts they gain, fit one transaction."""
    group: list[Settled] = []
    writes, places = 0, set[object]()
    for member in members:
        together = places | member.tally.places()
        if group and writes + len(member.writes) + len(together) > _MOST_WRITES:
            yield group
            group, writes, together = [], 0, member.tally.places()
        group.append(member)
        writes, places = writes + len(member.writes), together
    if group:
        yield group
