"""A partner's analytics: figures over time, popular classes, retention."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import nsmallest
from typing import Self

from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, day_of, monday_of, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput
from stvos.months import Month
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.usage.answers import AnalyticsAnswer, PopularAnswer, SeriesRow
from stvos.usage.class_counters import ClassCounters, ClassUse
from stvos.usage.counters import PartnerCounters, Use
from stvos.usage.dashboard import FIRST_MONTH, members_at_end
from stvos.usage.period_answers import PeriodAnswer
from stvos.usage.periods import Period
from stvos.usage.recency import active_since
from stvos.usage.requests import AnalyticsQuery
from stvos.usage.retention import cohorts_of
from stvos.usage.suppression import group, is_shown, shown_classes

_MAX_PERIOD = timedelta(days=366)
_MAX_POPULAR = 10
_RANKED_BY = ("plays", "watched_ms", "category_id")


class Analytics:
    """One partner's analytics for a period."""

    def __init__(self, table: Table, partner: Partner, now: Clock = utc_now) -> None:
        tenant = ClientId(partner.client_id)
        self._counters = PartnerCounters(table, tenant, partner.id)
        self._classes = ClassCounters(table, tenant, partner.id)
        self._content = CatalogueRepository(table, tenant)
        self._grouped = partner.is_aggregate
        self._today = day_of(now(), partner.billing.timezone)

    @classmethod
    def of(cls, staff: Staff) -> Self:
        table = Table.of_stack()
        partner = PartnerRepository(table, ClientId(staff.client_id)).require(staff.partner_id)
        return cls(table, partner)

    def show(self, asked: AnalyticsQuery) -> AnalyticsAnswer:
        """All figures of a period. Raises InvalidInput for one that ends before it begins or is
        longer than 366 days.
        """
        period = self._period(asked)
        months = period.months
        popular = self._popular(months)
        classes = _most(popular.uses)
        names = self._classes.names({number: popular.first_months[number] for number, _ in classes})
        return AnalyticsAnswer(
            period=PeriodAnswer(first_day=period.first_day, last_day=period.last_day),
            group_by=period.by,
            series=self._series(period),
            popular_period=PeriodAnswer.of_months(months[0], months[-1]),
            popular_classes=_ranked(classes, names),
            popular_categories=self._categories(popular.uses),
            retention=cohorts_of(self._counters, Month.of(self._today), grouped=self._grouped),
        )

    def series(self, asked: AnalyticsQuery) -> list[SeriesRow]:
        """The series alone, for an export."""
        return self._series(self._period(asked))

    def _period(self, asked: AnalyticsQuery) -> Period:
        last_day = asked.to or self._today
        first_day = asked.from_ or active_since(last_day)
        if last_day < first_day:
            raise InvalidInput.at("query.to", "must not be before from")
        if last_day - first_day >= _MAX_PERIOD:
            raise InvalidInput.at("query.to", "must be within 366 days of from")
        return Period.widened("month" if self._grouped else asked.group_by, first_day, last_day)

    # ------------------------------------------------------------ the series

    def _series(self, period: Period) -> list[SeriesRow]:
        match period.by:
            case "day":
                return self._by_day(period)
            case "week":
                return self._by_week(period)
            case "month":
                return self._by_month(period.months)

    def _by_day(self, period: Period) -> list[SeriesRow]:
        uses = self._counters.days(period.first_day, period.last_day)
        return [_row(day, uses.get(day, Use())) for day in period.days()]

    def _by_week(self, period: Period) -> list[SeriesRow]:
        """A week is the sum of its days, but a member active on several of them counts once."""
        active = self._counters.weeks(period.first_day, period.last_day)
        weeks: dict[date, Use] = {monday: Use() for monday in period.days(step=7)}
        for day, use in self._counters.days(period.first_day, period.last_day).items():
            weeks[monday_of(day)] += use
        return [
            _row(monday, replace(use, active=active.get(monday, 0)))
            for monday, use in weeks.items()
        ]

    def _by_month(self, months: list[Month]) -> list[SeriesRow]:
        if self._grouped:
            uses = self._counters.months(FIRST_MONTH, months[-1])
            return [self._row_of_group(month, uses) for month in months]
        uses = self._counters.months(months[0], months[-1])
        return [_row(month.first_day, uses.get(month, Use())) for month in months]

    def _row_of_group(self, month: Month, uses: dict[Month, Use]) -> SeriesRow:
        use, is_shown = uses.get(month, Use()), self._is_month_shown(month, uses)
        return SeriesRow(
            date=month.first_day,
            active_members=use.active if is_shown else None,
            new_members=group(use.joined) if self._is_over(month) else None,
            watch_minutes=use.watched_minutes if is_shown else None,
            classes_watched=use.completions if is_shown else None,
        )

    # ------------------------------------------------------------ what is popular

    def _popular(self, months: list[Month]) -> "_Popular":
        """The classes watched in some months; for a grouped partner, those that may be shown."""
        found = _Popular()
        uses = self._counters.months(FIRST_MONTH if self._grouped else months[0], months[-1])
        for month in months:
            if self._grouped and self._is_month_shown(month, uses):
                found.add(month, shown_classes(self._classes_of(month, uses[month])))
            elif not self._grouped and month in uses:
                found.add(month, self._classes_of(month, uses[month]))
        return found

    def _classes_of(self, month: Month, of_all: Use) -> dict[int, ClassUse]:
        if self._is_over(month):
            rolled_up = self._classes.rolled_up(month, of_all)
            if rolled_up is not None:
                return rolled_up
        people = ("people",) if self._grouped else ()
        return self._classes.of_month(month, (*_RANKED_BY, *people))

    def _categories(self, classes: dict[int, ClassUse]) -> list[PopularAnswer]:
        names = {category.id: category.name for category in self._content.categories()}
        sums: dict[int, ClassUse] = defaultdict(ClassUse)
        for use in classes.values():
            if use.category_id in names:
                sums[use.category_id] += use
        return _ranked(_most(sums), names)

    # ------------------------------------------------------------ what may be shown of a group

    def _is_month_shown(self, month: Month, uses: dict[Month, Use]) -> bool:
        """Whether a month may be shown. `uses`: all months from the first, to count members."""
        members = members_at_end(uses, month)
        return self._is_over(month) and is_shown(uses.get(month, Use()), members)

    def _is_over(self, month: Month) -> bool:
        return month < Month.of(self._today)


def _row(start: date, use: Use) -> SeriesRow:
    return SeriesRow(
        date=start,
        active_members=use.active,
        new_members=use.joined,
        watch_minutes=use.watched_minutes,
        classes_watched=use.completions,
    )


@dataclass(slots=True)
class _Popular:
    """Classes with their sums over months, and the first month in which each was watched."""

    uses: dict[int, ClassUse] = field(default_factory=dict)
    first_months: dict[int, Month] = field(default_factory=dict)

    def add(self, month: Month, classes: dict[int, ClassUse]) -> None:
        for number, use in classes.items():
            if number in self.uses:
                self.uses[number] += use
            else:
                self.uses[number] = use
                self.first_months[number] = month


def _most(uses: dict[int, ClassUse]) -> list[tuple[int, ClassUse]]:
    return nsmallest(
        _MAX_POPULAR, uses.items(), key=lambda pair: (-pair[1].plays, -pair[1].watched_ms, pair[0])
    )


def _ranked(uses: list[tuple[int, ClassUse]], names: dict[int, str]) -> list[PopularAnswer]:
    return [
        PopularAnswer(
            id=number, name=names[number], plays=use.plays, minutes=use.watched_ms // 60_000
        )
        for number, use in uses
    ]
