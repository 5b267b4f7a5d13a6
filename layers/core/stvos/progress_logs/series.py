"""A range of days: what was logged and watched in it, as a chart's series."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from stvos.progress_logs.answers import SeriesPoint
from stvos.progress_logs.calendar_days import GroupBy, bucket_of, days_between
from stvos.progress_logs.entries import Day

# Less than a minute watched is no activity: the member only looked in.
_ACTIVE_SECONDS = 60


def watched_days(watched: Mapping[date, int]) -> set[date]:
    """The days with at least one watched minute."""
    return {day for day, seconds in watched.items() if seconds >= _ACTIVE_SECONDS}


@dataclass(frozen=True, slots=True)
class LoggedPeriod:
    """The days from `first_day` to `last_day`: their sums, and the seconds watched."""

    first_day: date
    last_day: date
    days: Mapping[date, Day]
    watched: Mapping[date, int]

    def all_days(self) -> list[Day]:
        """Every day of the range, an empty one where nothing was logged."""
        return [
            self.days.get(day) or Day(date=day)
            for day in days_between(self.first_day, self.last_day)
        ]

    def series(self, group_by: GroupBy) -> list[SeriesPoint]:
        """A point for every bucket of the range, also for one in which nothing happened."""
        buckets = groupby(self.all_days(), key=lambda day: bucket_of(day.date, group_by))
        return [self._point(bucket, list(days)) for bucket, days in buckets]

    def total(self) -> SeriesPoint:
        """The whole range as one point."""
        return self._point(self.first_day, self.all_days())

    def active_days(self) -> int:
        """How many days saw an entry or a watched minute."""
        watched = watched_days(self.watched)
        return sum(day.logs > 0 or day.date in watched for day in self.all_days())

    def _point(self, bucket: date, days: list[Day]) -> SeriesPoint:
        weights = [day.weight_kg for day in days if day.weight_kg is not None]
        return SeriesPoint(
            date=bucket,
            workouts=sum(day.workouts for day in days),
            workout_minutes=sum(day.workout_minutes for day in days),
            calories=exact(day.calories for day in days),
            protein=exact(day.protein for day in days),
            carbs=exact(day.carbs for day in days),
            fat=exact(day.fat for day in days),
            water_ml=sum(day.water_ml for day in days),
            weight_kg=weights[-1] if weights else None,
            watched_minutes=sum(self.watched.get(day.date, 0) for day in days) // 60,
        )


def exact(numbers: Iterable[float]) -> float:
    """A sum of numbers with two decimals, which binary fractions would miss by a little."""
    return round(sum(numbers), 2)
