"""A partner's analytics: figures over time, popular classes, retention."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
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
from stvos.usage.counters import ClassUse, PartnerCounters, Use
from stvos.usage.dashboard import FIRST_MONTH, members_at_end
from stvos.usage.periods import Period, PeriodAnswer
from stvos.usage.recency import active_since
from stvos.usage.requests import AnalyticsQuery
from stvos.usage.retention import cohorts_of
from stvos.usage.suppression import group, is_aggregate, is_shown, shown_classes

_MAX_PERIOD = timedelta(days=366)
_MAX_POPULAR = 10


class Analytics:
    """One partner's analytics for a period."""

    def __init__(
        self,
        counters: PartnerCounters,
        content: CatalogueRepository,
        partner: Partner,
        now: Clock = utc_now,
    ) -> None:
        self._counters = counters
        self._content = content
        self._grouped = is_aggregate(partner)
        self._today = day_of(now(), partner.billing.timezone)

    @classmethod
    def of(cls, staff: Staff) -> Self:
        table, tenant = Table.of_stack(), ClientId(staff.client_id)
        partner = PartnerRepository(table, tenant).require(staff.partner_id)
        counters = PartnerCounters(table, tenant, partner.id)
        return cls(counters, CatalogueRepository(table, tenant), partner)

    def show(self, asked: AnalyticsQuery) -> AnalyticsAnswer:
        """All figures of a period. Raises InvalidInput for one that ends before it begins or is
        longer than 366 days.
        """
        period = self._period(asked)
        months = period.months
        popular = self._popular(months)
        return AnalyticsAnswer(
            period=PeriodAnswer(first=period.first, last=period.last),
            group_by=period.by,
            series=self._series(period),
            popular_period=PeriodAnswer.of_months(months[0], months[-1]),
            popular_classes=_most(popular),
            popular_categories=_most(self._by_category(popular)),
            retention=cohorts_of(self._counters, Month.of(self._today), grouped=self._grouped),
        )

    def series(self, asked: AnalyticsQuery) -> list[SeriesRow]:
        """The series alone, for an export."""
        return self._series(self._period(asked))

    def _period(self, asked: AnalyticsQuery) -> Period:
        last = asked.last or self._today
        first = asked.first or active_since(last)
        if last < first:
            raise InvalidInput.at("query.to", "must not be before from")
        if last - first >= _MAX_PERIOD:
            raise InvalidInput.at("query.to", "must be within 366 days of from")
        return Period.widened("month" if self._grouped else asked.group_by, first, last)

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
        uses = self._counters.days(period.first, period.last)
        return [_row(day, uses.get(day, Use())) for day in period.days()]

    def _by_week(self, period: Period) -> list[SeriesRow]:
        """A week is the sum of its days, but a member active on several of them counts once."""
        active = self._counters.weeks(period.first, period.last)
        weeks: dict[date, Use] = {monday: Use() for monday in period.days(step=7)}
        for day, use in self._counters.days(period.first, period.last).items():
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
        return [_row(month.first, uses.get(month, Use())) for month in months]

    def _row_of_group(self, month: Month, uses: dict[Month, Use]) -> SeriesRow:
        use, is_shown = uses.get(month, Use()), self._is_month_shown(month, uses)
        return SeriesRow(
            date=month.first,
            active_members=use.active if is_shown else None,
            new_members=group(use.joined) if self._is_over(month) else None,
            watch_minutes=use.watched_minutes if is_shown else None,
            classes_watched=use.completions if is_shown else None,
        )

    # ------------------------------------------------------------ what is popular

    def _popular(self, months: list[Month]) -> dict[int, ClassUse]:
        """The classes watched in some months; for a grouped partner, those that may be shown."""
        sums: dict[int, ClassUse] = defaultdict(ClassUse)
        for month in self._shown_months(months) if self._grouped else months:
            classes = self._counters.classes(month)
            for class_id, use in (shown_classes(classes) if self._grouped else classes).items():
                sums[class_id] += use
        return sums

    def _by_category(self, classes: dict[int, ClassUse]) -> dict[int, ClassUse]:
        names = {category.id: category.name for category in self._content.categories()}
        sums: dict[int, ClassUse] = defaultdict(ClassUse)
        for use in classes.values():
            if use.category_id in names:
                named = ClassUse(name=names[use.category_id])
                sums[use.category_id] += named + ClassUse(use.plays, watched_ms=use.watched_ms)
        return sums

    # ------------------------------------------------------------ what may be shown of a group

    def _shown_months(self, months: list[Month]) -> list[Month]:
        uses = self._counters.months(FIRST_MONTH, months[-1])
        return [month for month in months if self._is_month_shown(month, uses)]

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


def _most(uses: dict[int, ClassUse]) -> list[PopularAnswer]:
    ordered = sorted(uses.items(), key=lambda pair: (-pair[1].plays, -pair[1].watched_ms, pair[0]))
    return [
        PopularAnswer(id=number, name=use.name, plays=use.plays, minutes=use.watched_ms // 60_000)
        for number, use in ordered[:_MAX_POPULAR]
    ]
