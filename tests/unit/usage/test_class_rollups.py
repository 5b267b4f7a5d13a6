"""Rollups of a month's classes: exact, or not used."""

from datetime import UTC, datetime

import pytest

from stvos.months import Month
from stvos.usage import class_counters
from stvos.usage.class_counters import ClassCounters, ClassUse, UseByClass
from stvos.usage.counters import Use
from tests.usage_samples import Company
from tests.world import Member, World

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
JANUARY = Month(2026, 1)


def company_that_watched(world: World, *classes: int) -> tuple[Company, Member]:
    company = Company(world)
    eva = company.member(NOON)
    for class_id in classes:
        company.watches(eva, NOON, 10, class_id=class_id, category_id=class_id % 2 or None)
    return company, eva


def rolled_up(company: Company) -> UseByClass | None:
    month = company.counters.months(JANUARY, JANUARY)[JANUARY]
    return company.classes.rolled_up(JANUARY, month)


def test_a_rollup_holds_every_class_with_all_its_figures(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_counters, "_PER_ITEM", 2)
    company, _ = company_that_watched(world, 900, 7, 8, 1_234_567_890_123_456, 8)

    company.classes.roll_up([JANUARY])

    found = rolled_up(company)
    assert found == company.classes.of_month(JANUARY)
    assert found is not None
    assert found[8] == ClassUse(plays=2, watched_ms=1_200_000, people=1)
    assert found[7].category_id == 1


def test_a_month_in_which_something_is_counted_later_has_none_until_the_next_time(
    world: World,
) -> None:
    company, eva = company_that_watched(world, 7, 8)
    company.classes.roll_up([JANUARY])

    company.watches(eva, NOON, 1, class_id=8)

    assert rolled_up(company) is None
    company.classes.roll_up([JANUARY])
    found = rolled_up(company)
    assert found is not None
    assert found[8].plays == 2


def test_what_is_counted_while_a_month_is_read_keeps_it_from_being_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, eva = company_that_watched(world, 7, 8)
    read = ClassCounters.of_month

    def read_between_two_gains(counters: ClassCounters, month: Month) -> UseByClass:
        """Class 7 was read before its gain, class 8 after: sums that the month once had."""
        before = read(counters, month)
        company.watches(eva, NOON, 10, class_id=7)
        company.watches(eva, NOON, 10, class_id=8)
        return before | {8: read(counters, month)[8]}

    before = company.counters.months(JANUARY, JANUARY)[JANUARY]
    monkeypatch.setattr(ClassCounters, "of_month", read_between_two_gains)
    company.classes.roll_up([JANUARY])

    assert rolled_up(company) is None
    after_the_first = before + Use(plays=1, watched_ms=600_000)
    assert company.classes.rolled_up(JANUARY, after_the_first) is None


def test_an_exact_rollup_is_not_made_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    company, _ = company_that_watched(world, 7)
    company.classes.roll_up([JANUARY])
    monkeypatch.delattr(ClassCounters, "of_month")

    company.classes.roll_up([Month(2025, 12), JANUARY])

    assert rolled_up(company) is not None
