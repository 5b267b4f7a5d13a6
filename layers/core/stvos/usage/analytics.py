"""A partner's use over time, what is popular, and who stays."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Self

from stvos.clock import Clock, day_of, utc_now
from stvos.content.repository import ContentRepository
from stvos.errors import InvalidInput
from stvos.keys import ClientId
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.table import Table
from stvos.usage.answers import (
    AnalyticsAnswer,
    AnalyticsQuery,
    GroupBy,
    PopularAnswer,
    SeriesRow,
)
from stvos.usage.counters import ClassUse, PartnerCounters, Use
from stvos.usage.dashboard import FIRST_MONTH, members_at_end
from stvos.usage.discretion import classes_shown, group, is_shown, sees_groups_only
from stvos.usage.months import Month
from stvos.usage.periods import PeriodAnswer
from stvos.usage.recency import active_since
from stvos.usage.retention import cohorts_of

_LONGEST = timedelta(days=366)
_MOST = 10


class Analytics:
    """One partner's figures for a period."""

    def __init__(
        self,
        counters: PartnerCounters,
        content: ContentRepository,
        partner: Partner,
        now: Clock = utc_now,
    ) -> None:
        self._counters = counters
        self._content = content
        self._grouped = sees_groups_only(partner)
        self._today = day_of(now(), partner.billing.timezone)

    @classmethod
    def of(cls, staff: Staff) -> Self:
        table, tenant = Table.of_stack(), ClientId(staff.client_id)
        partner = PartnerRepository(table, tenant).require(staff.partner_id)
        counters = PartnerCounters(table, tenant, partner.id)
        return cls(counters, ContentRepository(table, tenant), partner)

    def show(self, asked: AnalyticsQuery) -> AnalyticsAnswer:
        """All figures of a period; raises InvalidInput for one that ends before it begins or is
        longer than 366 days.
        """
        by, first, last = self._period(asked)
        months = Month.of(first).through(Month.of(last))
        popular = self._popular(months)
        return AnalyticsAnswer(
            period=PeriodAnswer(first=first, last=last),
            group_by=by,
            series=self._series(by, first, last),
            popular_period=PeriodAnswer.of_months(months[0], months[-1]),
            popular_classes=_most(popular),
            popular_categories=_most(self._by_category(popular)),
            retention=cohorts_of(self._counters, Month.of(self._today), grouped=self._grouped),
        )

    def series(self, asked: AnalyticsQuery) -> list[SeriesRow]:
        """The series alone, for an export."""
        return self._series(*self._period(asked))

    # ------------------------------------------------------------ the period

    def _period(self, asked: AnalyticsQuery) -> tuple[GroupBy, date, date]:
        last = asked.last or self._today
        first = asked.first or active_since(last)
        if last < first:
            raise InvalidInput.at("query.to", "must not lie before from")
        if last - first >= _LONGEST:
            raise InvalidInput.at("query.to", "must lie within 366 days of from")
        if self._grouped or asked.group_by == "month":
            return "month", Month.of(first).first, Month.of(last).last
        if asked.group_by == "week":
            monday = first - timedelta(days=first.weekday())
            return "week", monday, last + timedelta(days=6 - last.weekday())
        return "day", first, last

    # ------------------------------------------------------------ the series

    def _series(self, by: GroupBy, first: date, last: date) -> list[SeriesRow]:
        if by == "month":
            return list(self._by_month(Month.of(first).through(Month.of(last))))
        days = self._counters.days(first, last)
        weeks = self._counters.weeks(first, last) if by == "week" else {}
        step = 7 if by == "week" else 1
        rows = []
        for offset in range(0, (last - first).days + 1, step):
            start = first + timedelta(days=offset)
            inside = [days.get(start + timedelta(days=n), Use()) for n in range(step)]
            use = sum(inside, start=Use())
            rows.append(_row(start, use, weeks.get(start, 0) if by == "week" else use.active))
        return rows

    def _by_month(self, months: list[Month]) -> Iterator[SeriesRow]:
        since = FIRST_MONTH if self._grouped else months[0]
        uses = self._counters.months(since, months[-1])
        for month in months:
            use = uses.get(month, Use())
            if self._grouped:
                yield self._row_of_groups(month, use, members_at_end(uses, month))
            else:
                yield _row(month.first, use, use.active)

    def _row_of_groups(self, month: Month, use: Use, members: int) -> SeriesRow:
        over = self._is_over(month)
        told = over and is_shown(use, members)
        return SeriesRow(
            date=month.first,
            active_members=use.active if told else None,
            new_members=group(use.joined) if over else None,
            watch_minutes=use.watched_minutes if told else None,
            classes_watched=use.completions if told else None,
        )

    def _is_over(self, month: Month) -> bool:
        return month < Month.of(self._today)

    # ------------------------------------------------------------ what is popular

    def _popular(self, months: list[Month]) -> dict[int, ClassUse]:
        sums: dict[int, ClassUse] = defaultdict(ClassUse)
        uses = self._counters.months(FIRST_MONTH, months[-1]) if self._grouped else {}
        for month in months:
            if self._grouped and not (
                self._is_over(month)
                and is_shown(uses.get(month, Use()), members_at_end(uses, month))
            ):
                continue
            classes = self._counters.classes(month)
            for number, use in (classes_shown(classes) if self._grouped else classes).items():
                sums[number] += use
        return sums

    def _by_category(self, classes: dict[int, ClassUse]) -> dict[int, ClassUse]:
        names = {category.id: category.name for category in self._content.categories()}
        sums: dict[int, ClassUse] = defaultdict(ClassUse)
        for use in classes.values():
            if use.category_id in names:
                named = ClassUse(name=names[use.category_id])
                sums[use.category_id] += named + ClassUse(use.plays, watched_ms=use.watched_ms)
        return sums


def _row(start: date, use: Use, active: int) -> SeriesRow:
    return SeriesRow(
        date=start,
        active_members=active,
        new_members=use.joined,
        watch_minutes=use.watched_minutes,
        classes_watched=use.completions,
    )


def _most(uses: dict[int, ClassUse]) -> list[PopularAnswer]:
    ordered = sorted(uses.items(), key=lambda pair: (-pair[1].plays, -pair[1].watched_ms, pair[0]))
    return [
        PopularAnswer(id=number, name=use.name, plays=use.plays, minutes=use.watched_ms // 60_000)
        for number, use in ordered[:_MOST]
    ]
