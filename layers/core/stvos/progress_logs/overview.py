"""What the logs add up to: a chart, and the summary with its streaks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from stvos.accounts.models import Account
from stvos.clock import Clock, day_of, monday_of, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal
from stvos.paging import cursor_of
from stvos.progress_logs.answers import (
    AllTimeAnswer,
    GoalsAnswer,
    ProgressAnswer,
    SeriesPoint,
    SummaryAnswer,
    WeekAnswer,
    answer_of,
)
from stvos.progress_logs.calendar_days import GroupBy, chosen_range
from stvos.progress_logs.entries import ENTRIES, Year
from stvos.progress_logs.repository import LogRepository
from stvos.progress_logs.series import LoggedPeriod, exact
from stvos.progress_logs.streaks import streaks_of
from stvos.progress_logs.watched import Watched
from stvos.progress_logs.watched_history import EverWatched, WatchedHistory
from stvos.progress_logs.water import water_goal_ml
from stvos.viewing.watched_days import WatchedDays

if TYPE_CHECKING:
    from stvos.progress_logs.requests import ProgressQuery

_A_DAY = timedelta(days=1)


class Overview:
    """One member's logs, looked at from further away."""

    def __init__(
        self,
        logs: LogRepository,
        account: Account,
        watched: Watched,
        history: WatchedHistory,
        now: Clock = utc_now,
    ) -> None:
        self._logs = logs
        self._account = account
        self._watched = watched
        self._history = history
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls._of_tenant(principal.client, account)

    @classmethod
    def recent_series(cls, account: Account) -> list[SeriesPoint]:
        """A member's last 30 days, day by day."""
        overview = cls._of_tenant(ClientId(account.client_id), account)
        first_day, last_day = chosen_range(None, None, overview._today())
        return overview._logged(first_day, last_day).series(GroupBy.DAY)

    @classmethod
    def _of_tenant(cls, tenant: ClientId, account: Account) -> Self:
        table, member = Table.of_stack(), UserId(account.id)
        watched = WatchedDays(table, tenant, member).seconds
        history = WatchedHistory(table, tenant, member, watched)
        return cls(LogRepository(table, tenant, member), account, watched, history)

    def progress(self, body: "ProgressQuery") -> ProgressAnswer:
        """The series of a range; with a kind, also a page of its entries."""
        first_day, last_day = chosen_range(body.from_, body.to, self._today())
        series = self._logged(first_day, last_day).series(body.group_by)
        if body.kind is None:
            return ProgressAnswer(series=series)
        span = self._logs.span(body.kind, first_day, last_day)
        page = self._logs.page(span, body.limit, body.after(span))
        entries = [answer_of(ENTRIES[body.kind].of_item(item)) for item in page.items]
        return ProgressAnswer(series=series, entries=entries, next_cursor=cursor_of(page.after))

    def summary(self) -> SummaryAnswer:
        """Streaks and sums over the member's whole time, the week, and the goals."""
        today = self._today()
        monday = monday_of(today)
        week = self._logged(monday, monday + 6 * _A_DAY)
        years = self._logs.years()
        watched = self._watched_ever(today)
        active = watched.days.union(*(year.active for year in years))
        streaks = streaks_of(active, today)
        return SummaryAnswer(
            streak_days=streaks.current,
            best_streak_days=streaks.best,
            this_week=_week(week),
            totals=_all_time(years, watched.seconds // 60, len(active)),
            goals=self._goals(week, today),
        )

    def _goals(self, week: LoggedPeriod, today: date) -> GoalsAnswer:
        profile = self._account.profile
        workout_days = {day[:3] for day in profile.workout_days}
        return GoalsAnswer(
            fitness_goal=profile.fitness_goal,
            water_ml=water_goal_ml(self._account),
            water_today_ml=week.days[today].water_ml if today in week.days else 0,
            workouts_a_week=len(workout_days) or None,
            workouts_this_week=week.total().workouts,
        )

    def _logged(self, first_day: date, last_day: date) -> LoggedPeriod:
        return LoggedPeriod(
            first_day,
            last_day,
            self._logs.days(first_day, last_day),
            self._watched(first_day, last_day),
        )

    def _watched_ever(self, today: date) -> EverWatched:
        # A day more on both ends: the member may have been in another zone.
        joined = self._account.created_at.date()
        return self._history.ever(joined - _A_DAY, today + _A_DAY)

    def _today(self) -> date:
        return day_of(self._now(), self._account.settings.timezone)


def _week(week: LoggedPeriod) -> WeekAnswer:
    total = week.total()
    return WeekAnswer(
        first_day=week.first_day,
        last_day=week.last_day,
        active_days=week.active_days(),
        workouts=total.workouts,
        workout_minutes=total.workout_minutes,
        calories=total.calories,
        water_ml=total.water_ml,
        watched_minutes=total.watched_minutes,
    )


def _all_time(years: list[Year], watched_minutes: int, active_days: int) -> AllTimeAnswer:
    return AllTimeAnswer(
        active_days=active_days,
        entries=sum(year.logs for year in years),
        workouts=sum(year.workouts for year in years),
        workout_minutes=sum(year.workout_minutes for year in years),
        calories_burned=exact(year.calories_burned for year in years),
        meals=sum(year.meals for year in years),
        water_ml=sum(year.water_ml for year in years),
        watched_minutes=watched_minutes,
    )
