"""Unions of played stretches, held against counting every millisecond by itself."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stvos.viewing.stretches import (
    Stretch,
    beginning,
    clipped,
    flat,
    from_flat,
    length,
    missing,
    union,
    with_smallest_gaps_closed,
)

END = 120
edges = st.integers(-5, END + 5)
stretches = st.lists(st.tuples(edges, edges), max_size=12)


def ticks(parts: list[Stretch] | tuple[Stretch, ...]) -> set[int]:
    """The reference: each unit of time that some stretch covers."""
    return {tick for start, end in parts for tick in range(start, end)}


@given(stretches)
def test_a_union_covers_what_its_parts_cover(parts: list[Stretch]) -> None:
    whole = union(parts)

    assert ticks(whole) == ticks(parts)
    assert length(whole) == len(ticks(parts))


@given(stretches)
def test_a_union_is_sorted_and_its_stretches_do_not_touch(parts: list[Stretch]) -> None:
    whole = union(parts)

    assert all(start < end for start, end in whole)
    assert all(left[1] < right[0] for left, right in pairwise(whole))


@given(stretches, st.randoms())
def test_a_union_does_not_depend_on_the_order(parts: list[Stretch], chance: object) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert union(shuffled + parts) == union(parts)


@given(stretches)
def test_clipping_keeps_what_lies_within_the_video(parts: list[Stretch]) -> None:
    assert ticks(clipped(parts, END)) == ticks(parts) & set(range(END))


@given(stretches, stretches)
def test_missing_is_what_is_wanted_and_not_held(wanted: list[Stretch], held: list[Stretch]) -> None:
    whole = clipped(held, END)
    claimed = clipped(wanted, END)

    assert ticks(missing(claimed, whole)) == ticks(claimed) - ticks(whole)


@given(stretches, st.integers(0, END * 2))
def test_a_beginning_is_the_first_of_it_and_as_long_as_allowed(
    parts: list[Stretch], allowed: int
) -> None:
    whole = union(parts)

    assert ticks(beginning(whole, allowed)) == set(sorted(ticks(whole))[:allowed])


@given(stretches, st.integers(1, 4))
def test_closing_the_smallest_gaps_keeps_all_that_was_played(
    parts: list[Stretch], most: int
) -> None:
    whole = union(parts)

    closed = with_smallest_gaps_closed(whole, most)

    assert len(closed) == min(len(whole), most)
    assert ticks(whole) <= ticks(closed)
    open_gaps = [right[0] - left[1] for left, right in pairwise(closed)]
    all_gaps = sorted(right[0] - left[1] for left, right in pairwise(whole))
    assert sorted(open_gaps) == all_gaps[len(all_gaps) - len(open_gaps) :]


@given(stretches)
def test_a_union_is_stored_and_read_alike(parts: list[Stretch]) -> None:
    assert from_flat(flat(union(parts))) == union(parts)
