"""What the stream makes of viewing, however often and in whatever order it is told."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stvos.catalogue.plays import PlayCounts
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Table, put
from stvos.ids import new_id
from stvos.usage.counting import UseCounter
from stvos.usage.facts import Membership
from stvos.viewing.activity import ActivityProjection
from stvos.viewing.completions import CompletionCounts
from stvos.viewing.models import Session, Status
from stvos.viewing.watched_days import WatchedDays
from tests.usage_samples import announced
from tests.viewing_samples import session_change
from tests.world import Member, World

TODAY = date(2026, 11, 23)

# What a session goes through: seconds watched by each heartbeat, and on which day.
gains = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 2)), max_size=4)


@st.composite
def lives(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], bool]:
    """A session's class, its heartbeats, and whether the last one completed it."""
    return draw(st.integers(1, 2)), draw(gains), draw(st.booleans())


def states(
    number: int, class_id: int, told: list[tuple[int, int]], completes: bool
) -> list[Session]:
    """A session from its start on, as each write left it."""
    now = utc_now()
    session = Session(
        id=number, class_id=class_id, class_name="Morning Strength", duration_seconds=600,
        zone="UTC", started_at=now, last_seen_at=now,
    )  # fmt: skip
    found = [session]
    for place, (seconds, days) in enumerate(told):
        day = (TODAY + timedelta(days=days)).isoformat()
        status = Status.COMPLETED if completes and place + 1 == len(told) else Status.ACTIVE
        session = session.model_copy(
            update={
                "days": session.days | {day: session.days.get(day, 0) + seconds * 1000},
                "status": status,
                "version": session.version + 1,
            }
        )
        found.append(session)
    return found


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(lives(), min_size=1, max_size=4), st.randoms(), st.data())
def test_shuffled_repeated_and_split_batches_count_as_if_told_once(
    cloud: None, told: list[Any], chance: Any, data: st.DataObject
) -> None:
    world = World.with_client()
    member = account(world)
    records, plays, completions = [], defaultdict[int, int](int), defaultdict[int, int](int)
    watched = defaultdict[date, int](int)
    for number, (class_id, beats, completes) in enumerate(told, start=1):
        life = states(number, class_id, beats, completes)
        plays[class_id] += 1
        completions[class_id] += completes and bool(beats)
        for day, watched_ms in life[-1].days.items():
            watched[date.fromisoformat(day)] += watched_ms // 1000
        for before, after in zip([None, *life], life, strict=False):
            records.append(session_change(world, member, before, after))
    again = data.draw(st.lists(st.sampled_from(records), max_size=6))
    order = records + again
    chance.shuffle(order)

    while order:
        size = data.draw(st.integers(1, len(order)))
        batch, order = order[:size], order[size:]
        follow(world.table, batch)

    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    assert days.seconds(TODAY, TODAY + timedelta(days=2)) == watched
    assert PlayCounts(world.table, world.tenant).totals() == plays
    counted = CompletionCounts(world.table, world.tenant).totals()
    assert {k: v for k, v in counted.items() if v} == {k: v for k, v in completions.items() if v}


def test_a_record_that_cannot_be_read_holds_up_none_behind_it(world: World) -> None:
    member = account(world)
    good = session_change(world, member, None, states(1, 7, [], False)[0])
    broken = session_change(world, member, None, states(2, 7, [], False)[0])
    del broken["dynamodb"]["NewImage"]["class_id"]
    shapeless = {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "9"}}

    assert ActivityProjection(world.table).follow([broken, shapeless, good]) == []

    assert PlayCounts(world.table, world.tenant).totals() == {7: 1}


class HalfDeadTable(Table):
    """A table that refuses to write what belongs to one member."""

    refused: UserId

    def transact(self, *writes: Any) -> None:
        if any(f"#U#{self.refused:016d}" in write.key.pk for write in writes):
            raise RuntimeError("throttled")
        super().transact(*writes)


def test_what_failed_is_named_and_the_rest_is_counted(world: World) -> None:
    ill, well = account(world), account(world)
    records = [
        session_change(world, member, *states(number, 7, [(30 + number, 0)], False))
        for number, member in enumerate((ill, well))
    ]
    table = HalfDeadTable(world.table.name, world.table._dynamodb)
    table.refused = UserId(ill.id)

    failed = UseCounter(table).count(announced(records))

    assert failed == {Membership(world.tenant, None, UserId(ill.id))}
    assert days_of(world, ill) == {}
    assert days_of(world, well) == {TODAY: 31}

    assert UseCounter(world.table).count(announced(records)) == set()
    assert days_of(world, ill) == {TODAY: 30}


def test_late_news_of_an_erased_member_leaves_nothing_behind(world: World) -> None:
    member = account(world)
    life = states(1, 7, [(30, 0)], False)
    records = [session_change(world, member, life[0], life[1])]
    for item in list(world.table.all(world.keys.everything_of(UserId(member.id)))):
        key = {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}}
        world.table._dynamodb.delete_item(TableName=world.table.name, Key=key)

    follow(world.table, records)

    assert not list(world.table.all(world.keys.everything_of(UserId(member.id))))


def test_a_day_holds_a_bounded_number_of_sessions(world: World) -> None:
    member = account(world)
    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    key = world.keys.watched(UserId(member.id), TODAY)
    sessions = {str(number): 1000 for number in range(1, 501)}
    item = {"pk": key.pk, "sk": key.sk, "type": "watched_day", "day": "2026-11-23"}
    world.table._dynamodb.put_item(
        TableName=world.table.name, Item=item_to_wire(item | {"sessions": sessions})
    )

    for number in (501, 500):
        stored = world.table.find(key, consistent=True)
        assert stored is not None
        writes = days.raising({TODAY: {number: 5000}}, {TODAY: stored})
        if writes:
            world.table.transact(*writes)

    assert days.seconds(TODAY, TODAY) == {TODAY: 504}


def follow(table: Table, records: list[dict[str, Any]]) -> None:
    """Let both followers of the stream do all that there is to do."""
    assert ActivityProjection(table).follow(records) == []
    assert UseCounter(table).count(announced(records)) == set()


def account(world: World) -> Member:
    """A member as far as the stream looks: there is an account."""
    number = new_id()
    world.table.write(put(world.keys.user(UserId(number)), {"type": "account"}))
    return Member(number, "", "", "", world.key, world.tenant)


def days_of(world: World, member: Member) -> dict[date, int]:
    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    return days.seconds(TODAY, TODAY + timedelta(days=2))


def test_items_of_a_batch_that_are_no_sessions_are_passed_over(world: World) -> None:
    stored = item_to_wire({"pk": "C#1", "sk": "CLIENT", "type": "client"})
    record = {
        "eventName": "INSERT",
        "dynamodb": {
            "Keys": {"pk": stored["pk"], "sk": stored["sk"]},
            "NewImage": stored,
            "SequenceNumber": "1",
        },
    }

    assert ActivityProjection(world.table).follow([record]) == []
