"""A subscription walked through at random, against a reference that knows no intervals.

The reference keeps what the member did, as instants, and goes through the calendar date by date: a
date counts unless the subscription was paused in its last moment.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from stvos.clock import day_of
from stvos.errors import InvalidState
from stvos.programmes.days import week_of_day
from stvos.programmes.models import Subscription, SubscriptionStatus
from stvos.programmes.transitions import (
    as_of,
    cancelled,
    day_index,
    day_on,
    ends_on,
    next_due,
    paused,
    resumed,
)

# Both hemispheres, half hours, changes at midnight, none at all.
ZONES = (
    *("UTC", "Europe/London", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo"),
    *("Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"),
)
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
# Shortly before a change of the clocks, in the north and in the south.
STARTS = (datetime(2027, 3, 12, 5, tzinfo=UTC), datetime(2027, 10, 1, 19, tzinfo=UTC))


class Reference:
    """What a member did, and what follows from it by going through every date."""

    def __init__(self, start: date, days: int, zone: str) -> None:
        self.start, self.days, self.zone = start, days, zone
        self.pauses: list[list[datetime | None]] = []
        self.cancelled_at: datetime | None = None

    def midnight(self, day: date) -> datetime:
        """The first moment of a date, looked for by quarters of an hour around it."""
        guess = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
        while day_of(guess, self.zone) < day:
            guess += timedelta(minutes=15)
        return guess

    def is_paused(self, at: datetime) -> bool:
        return any(
            begun is not None and begun <= at and (ended is None or at < ended)
            for begun, ended in self.pauses
        )

    def counts(self, day: date) -> bool:
        return not self.is_paused(self.midnight(day + DAY) - MOMENT)

    def done_before(self, day: date) -> int:
        dates = (self.start + n * DAY for n in range(max(0, (day - self.start).days)))
        return sum(self.counts(one) for one in dates)

    def last_day(self, today: date, now: datetime) -> date:
        """The date of the last active day, when an open pause ends now."""
        held = self.pauses
        self.pauses = [[begun, now if ended is None else ended] for begun, ended in held]
        try:
            left = self.days
            for number in count():
                day = self.start + number * DAY
                left -= self.counts(day)
                if not left:
                    return day
        finally:
            self.pauses = held
        raise AssertionError

    def status(self, now: datetime) -> SubscriptionStatus:
        if self.cancelled_at:
            return SubscriptionStatus.CANCELLED
        # Dates up to the end of a pause do not count, so the programme ends in none.
        today = day_of(now, self.zone)
        if self.done_before(today) >= self.days:
            return SubscriptionStatus.COMPLETED
        return SubscriptionStatus.PAUSED if self.is_paused(now) else SubscriptionStatus.ACTIVE


class SubscriptionMachine(RuleBasedStateMachine):
    """Pausing, resuming, cancelling and due work, hours or weeks apart."""

    @initialize(
        zone=st.sampled_from(ZONES),
        begins=st.sampled_from(STARTS),
        weeks=st.integers(1, 3),
        ahead=st.integers(0, 10),
    )
    def begin(self, zone: str, begins: datetime, weeks: int, ahead: int) -> None:
        self.now, self.zone, self.days = begins, zone, 7 * weeks
        start = day_of(begins, zone) + ahead * DAY
        self.stored = Subscription(
            id=1,
            user_id=2,
            programme_id=3,
            trainer_id=4,
            programme_name="Strong",
            price=0,
            currency="GBP",
            start_date=start,
            created_at=begins,
            updated_at=begins,
        )
        self.reference = Reference(start, self.days, zone)

    @property
    def today(self) -> date:
        return day_of(self.now, self.zone)

    @property
    def shown(self) -> Subscription:
        return as_of(self.stored, self.days, self.today)

    @rule(hours=st.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 5))
    def a_little_time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_last_day_comes(self) -> None:
        last = ends_on(self.shown, self.days, self.today)
        self.now = max(self.now, self.reference.midnight(last) + timedelta(hours=5))

    @rule(days=st.none() | st.integers(1, 12))
    def pause(self, days: int | None) -> None:
        until = None if days is None else self.today + days * DAY
        may = self.reference.status(self.now) is SubscriptionStatus.ACTIVE
        try:
            self.stored = paused(self.shown, self.today, self.now, until)
        except InvalidState:
            assert not may
            return
        assert may
        ended = None if until is None else self.reference.midnight(until)
        self.reference.pauses.append([self.now, ended])

    @rule()
    def resume(self) -> None:
        may = self.reference.status(self.now) is SubscriptionStatus.PAUSED
        try:
            self.stored = resumed(self.shown, self.today)
        except InvalidState:
            assert not may
            return
        assert may
        self.reference.pauses[-1][1] = self.now

    @precondition(lambda self: self.reference.pauses)
    @rule()
    def cancel(self) -> None:
        may = self.reference.status(self.now) in {
            SubscriptionStatus.ACTIVE,
            SubscriptionStatus.PAUSED,
        }
        try:
            self.stored = cancelled(self.shown, self.today, "")
        except InvalidState:
            assert not may
            return
        assert may
        self.reference.cancelled_at = self.now

    @rule()
    def due_work_is_done(self) -> None:
        self.stored = self.shown

    @invariant()
    def is_as_the_reference_says(self) -> None:
        shown, today = self.shown, self.today
        status = self.reference.status(self.now)
        assert shown.status is status
        if status is SubscriptionStatus.CANCELLED:
            return
        if today < self.reference.start:
            assert day_index(shown, self.days, today) == 0
        else:
            done = self.reference.done_before(today)
            assert day_index(shown, self.days, today) == min(done + 1, self.days)
            assert week_of_day(day_index(shown, self.days, today)) <= self.days // 7
        assert ends_on(shown, self.days, today) == self.reference.last_day(today, self.now)
        if status is not SubscriptionStatus.COMPLETED and today >= self.reference.start:
            counts = self.reference.counts(today)
            number = day_on(shown, self.days, today)
            assert number == (day_index(shown, self.days, today) if counts else None)

    @invariant()
    def what_comes_by_itself_is_due_when_it_comes(self) -> None:
        due = next_due(self.shown, self.days, self.zone, self.today)
        if due is None:
            return
        assert due > self.now
        just_before, then = (day_of(at, self.zone) for at in (due - MOMENT, due))
        assert as_of(self.shown, self.days, just_before) == self.shown
        assert as_of(self.shown, self.days, then).status is not self.shown.status

    @invariant()
    def the_stored_pauses_are_few_and_in_order(self) -> None:
        # Between two pauses there is a day that counts, so their number is bounded.
        assert len(self.stored.pauses) <= self.days + 12
        assert all(
            before.until is not None and before.until < after.first
            for before, after in zip(self.stored.pauses, self.stored.pauses[1:], strict=False)
        )


TestSubscription = SubscriptionMachine.TestCase
TestSubscription.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_the_reference_finds_midnights_of_days_without_one() -> None:
    cairo = Reference(date(2027, 4, 1), 7, "Africa/Cairo")

    midnight = cairo.midnight(date(2027, 4, 30))

    assert midnight.astimezone(ZoneInfo("Africa/Cairo")).hour == 1
