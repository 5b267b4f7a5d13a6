"""Answers about what a partner's members do: nothing about anyone's health."""

from datetime import date

from stvos.models import Answer, Instant, Number
from stvos.paging import CursorPage, Pagination
from stvos.usage.period_answers import PeriodAnswer
from stvos.usage.periods import PeriodUnit
from stvos.usage.recency import MemberStatus


class TrendsAnswer(Answer):
    """The last 30 days compared with the 30 before, as `+12%`, `0%` without anything before. Null
    where the partner sees groups only and they cannot be compared."""

    members_change: str | None
    watch_time_change: str | None


class DashboardAnswer(Answer):
    """`activeMembers`: within the last 30 days. `totalClassesWatched`: to 90 % or more. The figures
    are up to two minutes behind what members do.

    A partner that sees its members only in groups gets the figures of past months, and null for
    groups of fewer than ten people.
    """

    total_members: int | None
    active_members: int | None
    total_watch_time_minutes: int | None
    total_classes_watched: int | None
    trends: TrendsAnswer


class MemberRow(Answer):
    """A member as the partner sees them. `classesWatched`: to 90 % or more."""

    id: int
    name: str
    email: str
    joined_at: Instant
    last_active_at: Instant | None
    watch_time_minutes: int
    classes_watched: int
    voucher_code: str
    status: MemberStatus


class MembersAnswer(CursorPage):
    """`total` counts all members with the given status; of a search, the first 200 results.

    The order is up to ten minutes behind what members do.
    """

    items: list[MemberRow]
    pagination: Pagination


class ViewingAnswer(Answer):
    """What was watched of a class on one day in the partner's time zone."""

    class_name: str
    date: date
    minutes: int
    completed: bool


class MemberStatsAnswer(Answer):
    """Since joining. `activeDays`: days with a watched minute or a log entry."""

    watch_time_minutes: int
    classes_started: int
    classes_watched: int
    active_days: int


class MemberDetail(MemberRow):
    """`viewingHistory`: newest first, from the latest 60 days with any; at most 100 rows."""

    viewing_history: list[ViewingAnswer]
    stats: MemberStatsAnswer


class PartnerMemberAnswer(Answer):
    member: MemberDetail


class SeriesRow(Answer):
    """A day, week or month, by its first day; null where a group is too small to be shown."""

    date: date
    active_members: int | None
    new_members: int | None
    watch_minutes: int | None
    classes_watched: int | None


class PopularAnswer(Answer):
    id: int
    name: str
    plays: int
    minutes: int


class RetainedAnswer(Answer):
    """The members of a cohort who were active in a month. `rate`: of those who joined, 0 to 1."""

    month: str
    members: int | None
    rate: Number | None


class CohortAnswer(Answer):
    """Those who joined in a month, and how many of them were active in it and in later months."""

    month: str
    joined: int | None
    active: list[RetainedAnswer]


class AnalyticsAnswer(Answer):
    """Popular classes and categories are those of `popularPeriod`, the whole months that the period
    overlaps. `retention`: the cohorts of the last twelve months.
    """

    period: PeriodAnswer
    group_by: PeriodUnit
    series: list[SeriesRow]
    popular_period: PeriodAnswer
    popular_classes: list[PopularAnswer]
    popular_categories: list[PopularAnswer]
    retention: list[CohortAnswer]
