"""Streaks, held against a reference that counts them one day at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.progress_logs.streaks import Streaks, streaks_of

TODAY = date(2026, 3, 1)


def ago(*days: int) -> set[date]:
    return {TODAY - timedelta(days=n) for n in days}


@pytest.mark.parametrize(
    ("active", "streaks"),
    [
        (set(), (0, 0)),
        (ago(0), (1, 1)),
        (ago(1), (1, 1)),
        (ago(2), (0, 1)),
        (ago(0, 1, 2), (3, 3)),
        (ago(1, 2), (2, 2)),
        (ago(0, 2, 3, 4), (1, 3)),
        (ago(-1, 0, 1), (3, 3)),
        (ago(-1, 1, 2, 3), (3, 3)),
        (ago(*range(400)), (400, 400)),
    ],
)
def test_examples(active: set[date], streaks: tuple[int, int]) -> None:
    assert streaks_of(active, TODAY) == Streaks(*streaks)


def _run_up_to(day: date, active: set[date]) -> int:
    length = 0
    while day in active:
        length += 1
        day -= timedelta(days=1)
    return length


@given(st.sets(st.integers(-1, 60)))
def test_they_are_what_counting_day_by_day_gives(offsets: set[int]) -> None:
    active = ago(*offsets)
    runs = {day: _run_up_to(day, active) for day in active}

    streaks = streaks_of(active, TODAY)

    assert streaks.best == max(runs.values(), default=0)
    alive = (TODAY + timedelta(days=n) for n in (-1, 0, 1))
    assert streaks.current == max(runs.get(day, 0) for day in alive)


@given(st.lists(st.integers(0, 40)))
def test_neither_order_nor_repetition_matters(offsets: list[int]) -> None:
    days = [TODAY - timedelta(days=n) for n in offsets]

    assert streaks_of(days, TODAY) == streaks_of(reversed(days + days), TODAY)
