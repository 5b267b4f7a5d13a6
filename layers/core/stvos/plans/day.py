"""What a member's day holds, for a date of their zone: training, meals, classes, bookings, water.

Two queries, of the nutrition plan and of the programmes that are followed; all else is read by
keys, together.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from stvos.bookings.models import Booking, BookingStatus
from stvos.catalogue.models import FitnessClass, LiveClass
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Item, Table
from stvos.identity.principal import Principal
from stvos.nutrition.days import meals_on
from stvos.nutrition.models import DayOfMeals
from stvos.nutrition.repository import NutritionPlanRepository
from stvos.plans.class_models import SavedClassPlan
from stvos.plans.repository import PlanRepository
from stvos.plans.workout_models import PlanSession, SavedWorkoutPlan
from stvos.programmes.daily import PlannedDay, programme_days
from stvos.programmes.models import DayKind
from stvos.progress_logs.water import water_goal_ml
from stvos.saved_plans.models import version_on

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.group_classes.taken import TakenSeat

_A_DAY = timedelta(days=1)
_PENDING_OR_HELD = {BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.COMPLETED}


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session of a member's own plan, and where it is in it."""

    plan: SavedWorkoutPlan
    week: int
    session: PlanSession


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class to take. `starts_at`: of a live one."""

    id: int
    name: str
    duration: int
    starts_at: datetime | None = None


type Booked = Booking | TakenSeat
"""Something at a fixed time with a trainer."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A date, and what is planned and drunk on it."""

    date: date
    zone: str
    workout: PlannedSession | None
    meals: DayOfMeals | None
    programmes: list[PlannedDay]
    classes: list[PlannedClass]
    bookings: list[Booked]
    water_goal_ml: int
    water_logged_ml: int


class DayPlans:
    """The days of one member."""

    def __init__(
        self, table: Table, account: "Account", features: frozenset[str], now: Clock = utc_now
    ) -> None:
        tenant, member = ClientId(account.client_id), UserId(account.id)
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._member = member
        self._account = account
        self._features = features
        self._zone = account.settings.timezone
        self._now = now
        self._workouts = PlanRepository(table, tenant, member, "workout", SavedWorkoutPlan)
        self._class_plans = PlanRepository(table, tenant, member, "class", SavedClassPlan)
        self._nutrition = NutritionPlanRepository(table, tenant, member)

    @classmethod
    def of(cls, principal: Principal, account: "Account") -> Self:
        return cls(Table.of_stack(), account, principal.features)

    def on(self, asked: date | None) -> DayPlan:
        """Q5: the day of a date, or today; only what the brand has switched on."""
        day = asked or day_of(self._now(), self._zone)
        # A day of any zone is within these days of UTC.
        diary = [
            self._keys.member_diary_day(self._member, (day + n * _A_DAY).isoformat())
            for n in (-1, 0, 1)
        ]
        fixed = [self._keys.log_day(self._member, day), self._workouts.key, self._class_plans.key]
        water, workout, classes, *entries = self._table.find_many([*fixed, *diary], consistent=True)
        has_trainers = "coach_connect" in self._features
        programmes = self._programmes(day) if has_trainers else []
        return DayPlan(
            date=day,
            zone=self._zone,
            workout=self._workout(workout, day) if "workout_builder" in self._features else None,
            meals=meals_on(self._nutrition, day) if "nutrition" in self._features else None,
            programmes=programmes,
            classes=self._classes(classes, programmes, day) if "classes" in self._features else [],
            bookings=self._booked(entries, day) if has_trainers else [],
            water_goal_ml=water_goal_ml(self._account),
            water_logged_ml=int(water.get("water_ml", 0)) if water else 0,
        )

    def _workout(self, item: Item | None, day: date) -> PlannedSession | None:
        stored = self._workouts.of_item(item)
        held = version_on(stored.saved if stored else None, day, self._workouts.find)
        session = held.on(day) if held else None
        if held is None or session is None:
            return None
        return PlannedSession(held, held.week_on(day), session)

    def _programmes(self, day: date) -> list[PlannedDay]:
        """What is to be done; a programme's day of rest and a paused programme hold nothing."""
        return [
            one
            for one in programme_days(self._table, self._account, day, self._now)
            if one.content and one.content.kind is not DayKind.REST
        ]

    def _classes(
        self, item: Item | None, programmes: list[PlannedDay], day: date
    ) -> list[PlannedClass]:
        """The classes that the class plan and programmes name for the day, as they are now: one
        that was removed is not there, nor a live one that was moved to another day.
        """
        stored = self._class_plans.of_item(item)
        held = version_on(stored.saved if stored else None, day, self._class_plans.find)
        planned = held.on(day) if held else None
        wanted = [planned.class_id] if planned else []
        wanted += [
            one.content.class_id
            for one in programmes
            if one.content and one.content.class_id is not None
        ]
        if not wanted:
            return []
        keys = [self._keys.fitness_class(one) for one in wanted]
        live_keys = [self._keys.live_class(one) for one in wanted]
        items = self._table.find_many([*keys, *live_keys])
        recorded = [FitnessClass.of_item(item) for item in items[: len(keys)] if item]
        live = [LiveClass.of_item(item) for item in items[len(keys) :] if item]
        now = self._now()
        return [
            PlannedClass(one.id, one.name, one.duration)
            for one in recorded
            if one.published_at <= now
        ] + [
            PlannedClass(one.id, one.name, one.duration, one.starts_at)
            for one in live
            if day_of(one.starts_at, self._zone) == day
        ]

    def _booked(self, days: list[Item | None], day: date) -> list[Booked]:
        """The bookings and group classes that begin on the date, soonest first; the diary knows of
        all that were.
        """
        ids = sorted({int(one) for item in days if item for one in item.get("entries", ())})
        if not ids:
            return []
        items = self._table.find_many([self._keys.booking(one) for one in ids], consistent=True)
        bookings = [Booking.of_item(item) for item in items if item]
        found: list[Booked] = [one for one in bookings if one.status in _PENDING_OR_HELD]
        left = sorted(set(ids).difference(one.id for one in bookings))
        found += self._seats(left)
        of_day = [one for one in found if day_of(one.starts_at, self._zone) == day]
        return sorted(of_day, key=lambda one: (one.starts_at, one.id))

    def _seats(self, ids: list[int]) -> list["TakenSeat"]:
        """The seats and places in waitlists that the member has, of what is no booking."""
        if not ids:
            return []
        # Most days hold no class.
        from stvos.group_classes.taken import TakenSeats

        taken = TakenSeats(self._table, self._tenant, self._member).many(ids)
        return [one for one in taken if one and one.seat.status.is_live]
