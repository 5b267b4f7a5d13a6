"""Rules of logging: which day an entry belongs to, what a day adds up to, taking one back."""

from datetime import date, datetime
from typing import Any, Self

from stvos.accounts.models import Account
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.partners.attribution import Attribution, attribution_of
from stvos.progress_logs.calendar_days import loggable
from stvos.progress_logs.entries import Day, Drink, Entry, EntryKind, Meal, Measurement, Workout
from stvos.progress_logs.repository import LogRepository
from stvos.progress_logs.requests import (
    LogBody,
    MeasurementBody,
    NutritionBody,
    WaterBody,
    WorkoutBody,
)


class ProgressLogs:
    """What one member logs."""

    def __init__(
        self,
        logs: LogRepository,
        account: Account,
        partner: Attribution | None = None,
        now: Clock = utc_now,
    ) -> None:
        self._logs = logs
        self._account = account
        self._partner = partner
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        table = Table.of_stack()
        return cls(
            LogRepository(table, principal.client, UserId(account.id)),
            account,
            attribution_of(table, principal.client, account.partner_id),
        )

    def log_workout(self, body: WorkoutBody) -> Workout:
        return self._log(Workout, body)

    def log_measurement(self, body: MeasurementBody) -> Measurement:
        return self._log(Measurement, body)

    def log_meal(self, body: NutritionBody) -> tuple[Meal, Day]:
        """The meal, and what its day adds up to now."""
        meal = self._log(Meal, body)
        return meal, self._logs.day(meal.date)

    def log_meal_once(self, body: NutritionBody, entry_id: int) -> tuple[Meal, Day, bool]:
        """The meal under an id of its own, what its day adds up to now, and whether it is new: a
        meal that has the id already is answered as it is. Raises Conflict for one that was removed.
        """
        stored = self._logs.find_meal(entry_id)
        if stored:
            return stored, self._logs.day(stored.date), False
        try:
            meal, is_new = self._log(Meal, body, entry_id), True
        except Conflict:
            stored = self._logs.find_meal(entry_id)
            if stored is None:
                raise
            meal, is_new = stored, False
        return meal, self._logs.day(meal.date), is_new

    def log_water(self, body: WaterBody) -> tuple[Drink, Day]:
        """The drink, and what its day adds up to now."""
        drink = self._log(Drink, body)
        return drink, self._logs.day(drink.date)

    def remove(self, kind: str, entry_id: int) -> None:
        """Take an entry back, once; an unknown kind or id is not found."""
        if kind not in EntryKind:
            raise NotFound
        self._logs.remove(EntryKind(kind), entry_id, self._now())

    def _log[E: Entry](self, kind: type[E], body: LogBody, entry_id: int | None = None) -> E:
        now = self._now()
        made: dict[str, Any] = {
            "id": entry_id or new_id(),
            "date": self.day_for(body.date),
            "created_at": now,
            "partner": self._partner,
        }
        entry = kind.model_validate(body.model_dump(by_alias=False) | made)
        self._logs.add(entry)
        return entry

    def day_for(self, wanted: date | None) -> date:
        """The day that an entry counts for: the one asked for, else today. Raises InvalidInput for
        one that cannot be logged.
        """
        now = self._now()
        return loggable(wanted, self._today(now), now)

    def _today(self, now: datetime) -> date:
        return day_of(now, self._account.settings.timezone)
