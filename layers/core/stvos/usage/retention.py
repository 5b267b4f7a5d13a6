"""Retention: of those who joined in a month, how many were active in it and in later ones."""

from stvos.months import Month
from stvos.usage.answers import CohortAnswer, RetainedAnswer
from stvos.usage.counters import PartnerCounters
from stvos.usage.suppression import group, shown_cells

_MONTHS = 12


def cohorts_of(counters: PartnerCounters, last: Month, *, grouped: bool) -> list[CohortAnswer]:
    """The cohorts of the twelve months up to `last`, oldest first.

    `grouped`: only past months, and only groups that are large enough to be shown.
    """
    months = last.plus(1 - _MONTHS).through(last)
    if grouped:
        months = months[:-1]
    joined = {m: use.joined for m, use in counters.months(months[0], months[-1]).items()}
    active = counters.cohorts(months[0], months[-1])
    visible: dict[tuple[Month, Month], int | None] = {
        (cohort, month): active.get((cohort, month), 0)
        for cohort in months
        for month in months
        if cohort <= month
    }
    if grouped:
        for month in months:
            column = {c: active.get((c, month), 0) for c in months if c <= month}
            sizes = {cohort: joined.get(cohort, 0) for cohort in column}
            for cohort, members in shown_cells(column, sizes).items():
                visible[cohort, month] = members
    return [
        _cohort(cohort, joined.get(cohort, 0), visible, months, grouped=grouped)
        for cohort in months
        if joined.get(cohort)
    ]


def _cohort(
    cohort: Month,
    joined: int,
    visible: dict[tuple[Month, Month], int | None],
    months: list[Month],
    *,
    grouped: bool,
) -> CohortAnswer:
    return CohortAnswer(
        month=str(cohort),
        joined=group(joined) if grouped else joined,
        active=[
            RetainedAnswer(month=str(month), members=members, rate=_rate(members, joined))
            for month in months
            if month >= cohort
            for members in [visible[cohort, month]]
        ],
    )


def _rate(members: int | None, joined: int) -> float | None:
    return None if members is None else round(members / joined, 4)
