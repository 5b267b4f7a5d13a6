"""Larger and smaller classes: how their seats are counted in shards."""

from hypothesis import given
from hypothesis import strategies as st

from stvos.group_classes.capacity import grown, shrunk
from stvos.group_classes.seat_models import SeatCount


@st.composite
def shards(draw: st.DrawFn) -> list[SeatCount]:
    """The counts of a class, however uneven former changes have left them."""
    counts = []
    for shard in range(draw(st.integers(1, 16))):
        capacity = draw(st.integers(0, 60))
        free = draw(st.integers(0, capacity))
        counts.append(SeatCount(class_id=1, client_id=1, shard=shard, capacity=capacity, free=free))
    return counts


def even(seats: int, shards: int) -> list[int]:
    each, more = divmod(seats, shards)
    return [each + (shard < more) for shard in range(shards)]


@given(counts=shards(), more=st.integers(1, 500))
def test_a_larger_class_gets_all_new_seats_where_there_are_least(
    counts: list[SeatCount], more: int
) -> None:
    total = sum(count.capacity for count in counts) + more
    steps = grown(counts, even(total, len(counts)))

    assert sum(steps) == more
    assert all(step >= 0 for step in steps)
    highest = -(-total // len(counts))
    assert all(
        count.capacity + step <= max(count.capacity, highest)
        for count, step in zip(counts, steps, strict=True)
    )


@given(counts=shards(), data=st.data())
def test_a_smaller_class_gives_up_free_seats_alone(
    counts: list[SeatCount], data: st.DataObject
) -> None:
    total, free = (sum(getattr(count, name) for count in counts) for name in ("capacity", "free"))
    fewer = data.draw(st.integers(0, free))
    steps = shrunk(counts, even(total - fewer, len(counts)))

    assert sum(steps) == -fewer
    assert all(-count.free <= step <= 0 for count, step in zip(counts, steps, strict=True))
