"""What may be told of groups: never of fewer than ten people, nor what gives them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.usage.class_counters import ClassUse
from stvos.usage.counters import Use
from stvos.usage.suppression import (
    MIN_GROUP_SIZE,
    group,
    is_shown,
    part,
    shown_cells,
    shown_classes,
)


@pytest.mark.parametrize(("people", "shown"), [(0, None), (9, None), (10, 10), (11, 11)])
def test_a_group_is_shown_from_ten_people_on(people: int, shown: int | None) -> None:
    assert group(people) == shown


@pytest.mark.parametrize(
    ("people", "of_all", "shown"),
    [
        (9, 100, None),
        (10, 100, 10),
        (91, 100, None),
        (90, 100, 90),
        (100, 100, 100),
        (12, 10, 12),  # Some who were active left before the month's end.
    ],
)
def test_a_part_is_shown_unless_it_or_the_rest_is_small(
    people: int, of_all: int, shown: int | None
) -> None:
    assert part(people, of_all) == shown
    assert is_shown(Use(active=people), of_all) == (shown is not None)


uses = st.dictionaries(
    st.integers(1, 9), st.builds(ClassUse, people=st.integers(1, 30)), max_size=8
)


@given(uses)
def test_the_classes_that_are_withheld_are_none_or_watched_by_ten_at_least(
    classes: dict[int, ClassUse],
) -> None:
    shown = shown_classes(classes)

    hidden = [use.people for number, use in classes.items() if number not in shown]
    assert all(use.people >= MIN_GROUP_SIZE for use in shown.values())
    # Together the hidden ones were watched by at least as many as the one watched by most.
    assert not hidden or not shown or max(hidden) >= MIN_GROUP_SIZE


def test_nothing_is_withheld_without_need() -> None:
    classes = {1: ClassUse(people=10), 2: ClassUse(people=12)}

    assert shown_classes(classes) == classes


cells = st.dictionaries(st.integers(1, 9), st.integers(0, 40), max_size=8)


@given(cells, st.integers(0, 60))
def test_a_column_s_sum_gives_no_small_cell_away(column: dict[int, int], others: int) -> None:
    sizes = {place: people + others for place, people in column.items()}

    told = shown_cells(column, sizes)

    hidden = [column[place] for place, people in told.items() if people is None]
    assert all(people is None or people >= MIN_GROUP_SIZE for people in told.values())
    if any(people is not None for people in told.values()):
        # What the sum leaves over is nobody, or ten people who cannot be told apart.
        assert sum(hidden) == 0 or sum(hidden) >= MIN_GROUP_SIZE
