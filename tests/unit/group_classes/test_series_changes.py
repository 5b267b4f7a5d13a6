"""Moving the rest of a series: by as many days, to the same time by the clock on the wall."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from stvos.group_classes.models import GroupClass
from stvos.group_classes.series import ClassSeries, SeriesChange, weekly_starts
from tests.unit.group_classes.test_series import ZONES, instants_that_show, moments, shown

CELL = timedelta(minutes=5)
MADE = datetime(2026, 10, 1, tzinfo=UTC)
shifts = st.integers(-9 * 288, 9 * 288).map(lambda cells: cells * CELL)


def series(first: datetime, zone: str, count: int) -> ClassSeries:
    group_class = GroupClass(
        id=1,
        client_id=1,
        trainer_id=2,
        series_id=3,
        name="Flow",
        starts_at=first,
        ends_at=first + timedelta(hours=1),
        timezone=zone,
        duration=60,
        capacity=3,
        waitlist=True,
        price=Decimal(10),
        currency="GBP",
        created_at=MADE,
        updated_at=MADE,
    )
    return ClassSeries(
        id=3,
        client_id=1,
        first=group_class,
        class_ids=tuple(range(1, count + 1)),
        starts=tuple(weekly_starts(first, zone, count)),
        touched_at=MADE,
    )


@given(
    first=moments,
    zone=st.sampled_from(ZONES),
    count=st.integers(2, 30),
    place=st.integers(0, 1),
    shift=shifts,
)
@example(
    first=datetime(2027, 3, 14, 18, tzinfo=UTC),
    zone="Europe/London",
    count=4,
    place=0,
    shift=timedelta(hours=-1),
)
@example(
    first=datetime(2027, 9, 26, 7, 30, tzinfo=UTC),
    zone="Australia/Lord_Howe",
    count=3,
    place=0,
    shift=timedelta(days=1, minutes=30),
)
def test_each_moves_to_the_local_time_that_the_first_one_moves_to(
    first: datetime, zone: str, count: int, place: int, shift: timedelta
) -> None:
    whole = series(first, zone, count)
    classes = whole.classes()
    named = classes[place]
    start = named.starts_at + shift
    change = SeriesChange.of(whole, named, {"duration": 45}, start)
    moved = [change.applied_to(each) for each in classes[place:]]

    assert moved[0].starts_at == start
    days = shown(start, zone).date() - shown(named.starts_at, zone).date()
    for before, after in zip(classes[place:], moved, strict=True):
        assert after.ends_at - after.starts_at == timedelta(minutes=45)
        assert change.applied_to(after) == after
        if before is named or not shift:
            continue
        wanted = datetime.combine(
            shown(before.starts_at, zone).date() + days, shown(start, zone).time()
        )
        possible = instants_that_show(wanted, zone)
        assert after.starts_at == possible[0] if possible else after.starts_at > MADE


def test_a_change_without_a_start_moves_nothing() -> None:
    whole = series(datetime(2027, 3, 14, 18, tzinfo=UTC), "Europe/London", 4)
    first, *others = whole.classes()
    change = SeriesChange.of(whole, first, {"name": "Power", "description": ""}, None)
    for each in (first, *others):
        after = change.applied_to(each)
        assert (after.starts_at, after.name) == (each.starts_at, "Power")
        assert after.starts_at.astimezone(ZoneInfo("Europe/London")).hour == 18
