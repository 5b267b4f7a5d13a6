"""What the stream makes of a partner's members, however often and in whatever order it is told."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stvos.clock import day_of
from stvos.dynamodb.table import Table
from stvos.months import Month
from stvos.usage.class_counters import ClassUse
from stvos.usage.counters import Use
from stvos.usage.counting import UseCounter
from tests.usage_samples import Company, announced
from tests.world import Member, World

# The last evening of a month in Auckland is still its morning in London.
EVENING = datetime(2026, 1, 31, 10, 40, tzinfo=UTC)
ZONES = ("Pacific/Auckland", "Europe/London", "America/Los_Angeles")

beats = st.lists(
    st.tuples(st.integers(0, 3_000), st.sampled_from([0, 20, 59, 60, 300])), max_size=4
)


@st.composite
def doings(draw: st.DrawFn) -> tuple[str, int, int, list[tuple[int, int]], bool]:
    """A session or a log of one of two members, some minutes after the evening."""
    kind = draw(st.sampled_from(["watch", "watch", "log"]))
    later = draw(st.integers(0, 60 * 40))
    return kind, draw(st.integers(0, 1)), later, draw(beats), draw(st.booleans())


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(ZONES), st.lists(doings(), max_size=6), st.randoms(), st.data())
def test_shuffled_repeated_and_split_batches_count_as_if_told_once(
    cloud: None, zone: str, done: list[Any], chance: Any, data: st.DataObject
) -> None:
    company = Company(World.with_client(), zone)
    people = [_unannounced(company) for _ in range(2)]
    records = [company.joined(person) for person in people]
    reference = Reference(zone)
    for kind, who, later, told, completes in done:
        at = EVENING + timedelta(minutes=later)
        if kind == "log":
            records.append(company.logged(people[who], at))
            reference.log(who, at)
        else:
            records += company.watched(people[who], at, told, class_id=who, completes=completes)
            reference.watch(who, at, told, completes and bool(told))
    order = [*records, *data.draw(st.lists(st.sampled_from(records), max_size=16))]
    order += [company.joined(person) for person in people]
    chance.shuffle(order)

    while order:
        size = data.draw(st.integers(1, len(order)))
        batch, order = order[:size], order[size:]
        company.tell(*batch)

    joined = day_of(EVENING, zone)
    days = company.counters.days(joined - timedelta(days=1), joined + timedelta(days=9))
    assert _without_latest(days) == reference.days(joined)
    assert sum(use.latest for use in days.values()) == reference.ever_active()
    weeks = company.counters.weeks(joined - timedelta(days=9), joined + timedelta(days=9))
    assert weeks == reference.weeks()
    months = company.counters.months(Month(2026, 1), Month(2026, 3))
    assert _without_latest(months) == reference.months(joined)
    for month, of_all in months.items():
        classes = sum(company.classes.of_month(month).values(), ClassUse())
        assert (classes.plays, classes.completions) == (of_all.plays, of_all.completions)
        assert classes.watched_ms == of_all.watched_ms
    assert company.counters.members() == 2
    for who, person in enumerate(people):
        use = company.use_of(person)
        assert (use.watched_ms, use.plays, use.completions, use.logs) == reference.sums(who)
        assert (use.last_day, use.active_days) == reference.active_days(who)


class Reference:
    """The same counted from the whole story at once."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.seconds: dict[tuple[int, Any], int] = defaultdict(int)
        self.events: list[tuple[str, int, Any]] = []

    def log(self, who: int, at: datetime) -> None:
        self.events.append(("logs", who, day_of(at, self.zone)))

    def watch(self, who: int, at: datetime, told: list[Any], completed: bool) -> None:
        self.events.append(("plays", who, day_of(at, self.zone)))
        for later, seconds in told:
            at += timedelta(seconds=later)
            self.seconds[who, day_of(at, self.zone)] += seconds
        if completed:
            self.events.append(("completions", who, day_of(at, self.zone)))

    def days(self, joined: Any) -> dict[Any, Use]:
        return self._by(lambda day: day, joined)

    def months(self, joined: Any) -> dict[Any, Use]:
        return self._by(Month.of, joined)

    def _by(self, period: Any, joined: Any) -> dict[Any, Use]:
        sums: dict[Any, Use] = defaultdict(Use)
        sums[period(joined)] += Use(joined=2)
        watched: dict[tuple[int, Any], int] = defaultdict(int)
        for (who, day), seconds in self.seconds.items():
            sums[period(day)] += Use(watched_ms=seconds * 1000)
            watched[who, period(day)] += seconds
        for kind, _, day in self.events:
            sums[period(day)] += Use(**{kind: 1})
        active = {key for key, seconds in watched.items() if seconds >= 60}
        active |= {(who, period(day)) for kind, who, day in self.events if kind == "logs"}
        for _, when in active:
            sums[when] += Use(active=1)
        return {when: use for when, use in sums.items() if use != Use()}

    def weeks(self) -> dict[Any, int]:
        days = {(who, day) for (who, day), s in self.seconds.items() if s >= 60}
        days |= {(who, day) for kind, who, day in self.events if kind == "logs"}
        active = {(who, day - timedelta(days=day.weekday())) for who, day in days}
        mondays = [monday for _, monday in active]
        return {monday: mondays.count(monday) for monday in mondays}

    def active_days(self, who: int) -> tuple[Any, int]:
        """The last active day, and how many there were."""
        days = {day for (w, day), s in self.seconds.items() if w == who and s >= 60}
        days |= {day for kind, w, day in self.events if w == who and kind == "logs"}
        return max(days, default=None), len(days)

    def ever_active(self) -> int:
        by_day = {who for (who, _), seconds in self.seconds.items() if seconds >= 60}
        return len(by_day | {who for kind, who, _ in self.events if kind == "logs"})

    def sums(self, who: int) -> tuple[int, int, int, int]:
        watched = sum(s for (w, _), s in self.seconds.items() if w == who) * 1000
        counts = [sum(k == kind and w == who for k, w, _ in self.events) for kind in KINDS]
        return watched, counts[0], counts[1], counts[2]


KINDS = ("plays", "completions", "logs")


def _without_latest(uses: dict[Any, Use]) -> dict[Any, Use]:
    cleared = {when: use + Use(latest=-use.latest) for when, use in uses.items()}
    return {when: use for when, use in cleared.items() if use != Use()}


def _unannounced(company: Company) -> Member:
    return company.told_of(company.account(EVENING))


def test_a_membership_told_again_beside_news_counts_once(world: World) -> None:
    company = Company(world)
    eva = company.member(EVENING)
    for days in range(3):
        at = EVENING + timedelta(days=days)
        company.tell(company.joined(eva), *company.watched(eva, at, [(300, 300)]))

    assert company.counters.members() == 1
    days_of_use = company.counters.days(EVENING.date(), EVENING.date())
    assert days_of_use[EVENING.date()].joined == 1


def test_each_person_counts_once_for_a_class_and_a_cohort(world: World) -> None:
    company = Company(world, "Europe/London")
    eva, max_ = company.member(EVENING - timedelta(days=40)), company.member(EVENING)

    for _ in range(3):
        company.tell(
            *company.watched(eva, EVENING, [(600, 600)], class_id=5, completes=True),
            *company.watched(max_, EVENING, [(30, 30)], class_id=5),
        )

    january = Month(2026, 1)
    assert company.classes.of_month(january) == {
        5: ClassUse(plays=6, completions=3, watched_ms=3 * 630_000, people=2)
    }
    assert company.classes.names({5: january}) == {5: "Class 5"}
    assert company.counters.cohorts(Month(2025, 1), january) == {
        (Month(2025, 12), january): 1,
        (january, january): 1,
    }


def test_a_batch_with_very_much_of_one_member_is_counted_in_several_transactions(
    world: World,
) -> None:
    company = Company(world)
    eva = company.member(EVENING)
    records = [
        record
        for number in range(90)
        for record in company.watched(
            eva, EVENING + timedelta(days=number % 9), [(60, 60)], class_id=number
        )
    ]

    company.tell(*records)

    use = company.use_of(eva)
    assert (use.plays, use.watched_ms, use.active_days) == (90, 90 * 60_000, 9)
    classes = company.classes.of_month(Month(2026, 1)), company.classes.of_month(Month(2026, 2))
    assert sum(len(found) for found in classes) == 90


def test_a_minute_in_two_halves_on_two_days_makes_the_month_active_and_neither_day(
    world: World,
) -> None:
    company = Company(world)
    eva = company.member(EVENING)
    for later in (0, 20):
        company.tell(*company.watched(eva, EVENING - timedelta(hours=later), [(30, 30)]))

    days = company.counters.days(EVENING.date() - timedelta(days=1), EVENING.date())
    assert [use.active for use in days.values()] == [0, 0]
    assert company.counters.months(Month(2026, 1), Month(2026, 1))[Month(2026, 1)].active == 1


class DyingTable(Table):
    """A table whose nth transaction works and whose answer is lost with the process."""

    lives = 0

    def transact(self, *writes: Any) -> None:
        super().transact(*writes)
        self.lives -= 1
        if self.lives < 0:
            raise RuntimeError("killed after the write")


def test_killed_after_any_write_and_told_again_it_counts_once(world: World) -> None:
    company = Company(world)
    people = [company.member(EVENING) for _ in range(3)]
    records = [
        record
        for eva in people
        for days in range(12)
        for record in company.watched(eva, EVENING - timedelta(days=days), [(300, 300)])
    ]
    for lives in range(6):
        table = DyingTable(world.table.name, world.table._dynamodb)
        table.lives = lives
        UseCounter(table).count(announced(records))

    company.tell(*records)

    month = company.counters.months(Month(2026, 1), Month(2026, 1))[Month(2026, 1)]
    assert (month.plays, month.watched_ms, month.active) == (36, 36 * 300_000, 3)
