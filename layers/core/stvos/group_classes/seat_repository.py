"""DynamoDB access patterns H1 to H6 of docs/data-model.md: seats of group classes.

A class's seats are counted in shards, each an item with so many free. Whoever takes a seat takes
one from a count, takes their own time for it and stores the seat, in one transaction; so no more
are taken than there are, and no one is at two places. docs/group-classes.md has the whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from stvos.accounts.coaching import as_client
from stvos.accounts.not_erased import not_erased
from stvos.diaries.repository import Diary
from stvos.due.index import due_at, due_index
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Key, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict, MemberBusy
from stvos.group_classes.models import GroupClass
from stvos.group_classes.seat_days import listed_now
from stvos.group_classes.seat_models import Seat, SeatCount, SeatStatus, home_of
from stvos.group_classes.waiter_repository import Waiter, WaiterRepository

CHECKED_AFTER = timedelta(minutes=1)
"""When a seat that was freed and a member who waits find each other by themselves: later than the
request lives that should have brought them together.
"""


type Counts = Mapping[int | None, Mapping[str, int]]
"""What is added to the counts of some shards."""


class SeatsChanged(Conflict):
    """The seat, the counts or the class are not as they were read: look at them again."""


class WaiterUnavailable(Conflict):
    """Whoever waits cannot come: they have something else then, or are gone."""


class SeatRepository:
    """One client's seats of group classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._waiters = WaiterRepository(table, tenant)

    # ------------------------------------------------------------ reads

    def look(self, group_class: GroupClass, user: UserId) -> tuple[Seat | None, list[SeatCount]]:
        """H1: a member's seat, and the counts of the class's shards in their order."""
        home = home_of(group_class, user)
        seat, *counts = self._table.find_many(
            [
                self._keys.seat(group_class.id, home, user),
                *(self._keys.seat_count(group_class.id, n) for n in range(group_class.shards)),
            ],
            consistent=True,
        )
        found = Seat.of_item(seat) if seat else None
        return found, [SeatCount.of_item(count) for count in counts if count]

    def of_member(
        self, classes: Sequence[GroupClass], user: UserId
    ) -> list[tuple[GroupClass, Seat]]:
        """H1: a member's seats in those of some classes in which they have or had one."""
        keys = [self._keys.seat(each.id, home_of(each, user), user) for each in classes]
        items = self._table.find_many(keys, consistent=True)
        pairs = zip(classes, items, strict=True)
        return [(each, Seat.of_item(item)) for each, item in pairs if item]

    def items_of(self, group_class: GroupClass, user: UserId) -> list[Item]:
        """H1: a member's seat as it is stored, if there is one."""
        key = self._keys.seat(group_class.id, home_of(group_class, user), user)
        item = self._table.find(key, consistent=True)
        return [item] if item else []

    def kept_in(self, class_id: int, shard: int, after: UserId | None = None) -> Iterator[Seat]:
        """H3: the seats that are kept in a shard, live or not, by the members' ids; those behind a
        member.
        """
        behind = self._keys.seat(class_id, shard, after).sk if after else None
        span = self._keys.seats(class_id, shard)
        items = self._table.all(span, after=behind, consistent=True)
        return map(Seat.of_item, items)

    def counts(self, group_class: GroupClass) -> list[SeatCount]:
        """H1: the counts of the class's shards, in their order."""
        keys = [self._keys.seat_count(group_class.id, n) for n in range(group_class.shards)]
        items = self._table.find_many(keys, consistent=True)
        return [SeatCount.of_item(item) for item in items if item]

    # ------------------------------------------------------------ writes

    def take(
        self, group_class: GroupClass, before: Seat | None, after: Seat, *together: Write
    ) -> None:
        """H4: store a seat that is taken, or a place in the waitlist. Raises MemberBusy,
        SeatsChanged.
        """
        user = UserId(after.user_id)
        diary = Diary.of_member(self._table, self._tenant, user)
        if after.status is SeatStatus.CONFIRMED:
            counts: Counts = {after.shard: {"free": -1}}
            placing = [
                *diary.moving(after.class_id, takes=after.entry, refusal=MemberBusy()),
                as_client(self._tenant, after.trainer_id, user, after.updated_at),
            ]
            looked_at = None
        else:
            counts, looked_at = {after.home: {"waiting": 1}}, after.updated_at
            placing = [diary.noting(after.entry), self._waiters.adding(after)]
        self._table.transact(
            self._replaced(before, after),
            *self._counted(group_class, counts, looked_at),
            not_erased(self._keys.user(user)),
            *placing,
            *together,
        )

    def stop_waiting(
        self, group_class: GroupClass, before: Seat, after: Seat, *together: Write
    ) -> None:
        """H5: take a member off the waitlist. Raises SeatsChanged."""
        self._table.transact(
            self._replaced(before, after),
            self._waiters.removing(before.class_id, Waiter.of(before)),
            *self._counted(group_class, {before.home: {"waiting": -1}}),
            *together,
        )

    def give_back(
        self, group_class: GroupClass, before: Seat, after: Seat, *together: Write
    ) -> None:
        """H5: free a seat for whoever comes. Raises SeatsChanged."""
        self._table.transact(
            *self._given_up(group_class, before, after),
            *self._counted(group_class, {before.shard: {"free": 1}}, after.updated_at),
            *together,
        )

    def hand_on(
        self,
        group_class: GroupClass,
        before: Seat,
        after: Seat,
        waiter: Waiter,
        *together: Write,
    ) -> None:
        """H6: free a seat and give it to one who waits. Raises WaiterUnavailable, SeatsChanged."""
        assert before.shard is not None
        self._table.transact(
            *self._given_up(group_class, before, after),
            *self._promoted(group_class, waiter, before.shard, after.updated_at),
            *self._counted(group_class, {waiter.home: {"waiting": -1}}),
            *together,
        )

    def promote(
        self,
        group_class: GroupClass,
        waiter: Waiter,
        shard: int,
        now: datetime,
        *together: Write,
    ) -> None:
        """H6: give a free seat to one who waits. Raises WaiterUnavailable, SeatsChanged."""
        counts: dict[int | None, dict[str, int]] = defaultdict(dict)
        counts[shard]["free"] = -1
        counts[waiter.home]["waiting"] = -1
        self._table.transact(
            *self._promoted(group_class, waiter, shard, now),
            *self._counted(group_class, counts),
            *together,
        )

    def emptying(self, group_class: GroupClass, before: Seat, after: Seat) -> list[Write]:
        """H5: the writes that free a seat, or a place in the waitlist, of a class that is closed:
        it is counted no more. They raise SeatsChanged.
        """
        if before.status is SeatStatus.CONFIRMED:
            return list(self._given_up(group_class, before, after))
        waiter = Waiter.of(before)
        return [self._replaced(before, after), self._waiters.removing(before.class_id, waiter)]

    def empty(self, *writes: Write) -> None:
        """H5: free several seats with their mails: all or none. Raises SeatsChanged."""
        self._table.transact(*writes)

    def remove_reason(self, seat: Seat) -> None:
        """H5: remove what the member wrote."""
        key = self._keys.seat(seat.class_id, seat.home, UserId(seat.user_id))
        self._table.write(update(key, sets={"reason": ""}, only_if=Attr("pk").exists()))

    def checked(
        self, key: Key, count: SeatCount, *, again: datetime | None, asked_since: int = 0
    ) -> None:
        """H5: note that a count was looked at, and when to do so again, unless it changed since.
        `asked_since`: whom to ask first then.
        """
        unmoved = Attr("gsi1sk").eq(count.gsi1sk)
        due = due_at(count.class_id, again)
        sets = {"asked_since": asked_since}
        with suppress(SeatsChanged):
            self._table.write(
                update(key, sets=sets, only_if=unmoved, refusal=SeatsChanged(), **due)
            )

    # ------------------------------------------------------------ parts of transactions

    def _counted(
        self,
        group_class: GroupClass,
        changes: Counts,
        looked_at: datetime | None = None,
    ) -> Iterator[Write]:
        """What changes in the counts of a class that is open and at the time that was read.

        `looked_at`: there may now be a free seat and someone who waits. The count is due a minute
        later, so that they find each other though this request dies.
        """
        for shard, adds in changes.items():
            assert shard is not None
            yield update(
                self._keys.seat_count(group_class.id, shard),
                sets={} if looked_at is None else {"asked_since": 0},
                adds=dict(adds),
                only_if=_bears(group_class, adds),
                refusal=SeatsChanged(),
                index=None
                if looked_at is None
                else due_index(group_class.id, looked_at + CHECKED_AFTER),
            )

    def _given_up(self, group_class: GroupClass, before: Seat, after: Seat) -> Iterator[Write]:
        diary = Diary.of_member(self._table, self._tenant, UserId(before.user_id))
        yield self._replaced(before, after)
        yield from diary.moving(before.class_id, frees=before.entry, refusal=SeatsChanged())
        yield from listed_now(diary, before, group_class)

    def _promoted(
        self, group_class: GroupClass, waiter: Waiter, shard: int, now: datetime
    ) -> Iterator[Write]:
        refusal = WaiterUnavailable()
        seat_key = self._keys.seat(group_class.id, waiter.home, waiter.user)
        times = group_class.to_item()
        yield update(
            seat_key,
            sets={
                "status": SeatStatus.CONFIRMED.value,
                "shard": shard,
                "starts_at": times["starts_at"],
                "ends_at": times["ends_at"],
                "placement": group_class.placement,
                "updated_at": now.isoformat(),
            },
            adds={"version": 1},
            only_if=Attr("status").eq(SeatStatus.WAITLISTED.value),
            refusal=refusal,
        )
        yield self._waiters.removing(group_class.id, waiter)
        yield not_erased(self._keys.user(waiter.user), refusal)
        diary = Diary.of_member(self._table, self._tenant, waiter.user)
        yield from diary.moving(group_class.id, takes=group_class.entry, refusal=refusal)
        yield as_client(self._tenant, group_class.trainer_id, waiter.user, now)

    def _replaced(self, before: Seat | None, after: Seat) -> Write:
        unchanged = (
            Attr("pk").not_exists() if before is None else Attr("version").eq(before.version)
        )
        return put(
            self._keys.seat(after.class_id, after.home, UserId(after.user_id)),
            _to_item(after),
            only_if=unchanged,
            refusal=SeatsChanged(),
        )


def _bears(group_class: GroupClass, adds: Mapping[str, int]) -> Condition:
    """That the class is open, at the time that was read, and the count has what is taken of it.
    No one waits while there is a seat in their own shard.
    """
    is_open = Attr("closed").not_exists() & Attr("placement").eq(group_class.placement)
    if adds.get("free", 0) < 0:
        is_open &= Attr("free").gt(0)
    if adds.get("waiting", 0) > 0:
        is_open &= Attr("free").lte(0)
    return is_open


def _to_item(seat: Seat) -> Item:
    return seat.to_item() | {"type": "seat"}
