"""Unions of played stretches of a video, in whole milliseconds.

A union is sorted, and its stretches neither touch nor overlap. Integers, because sums of float
seconds would drift over hundreds of heartbeats.
"""

from collections.abc import Iterable
from itertools import chain, pairwise

type Stretch = tuple[int, int]
type Union = tuple[Stretch, ...]

MOST_STRETCHES = 150
"""A session's item stays under 2 KB with as many."""


def union(stretches: Iterable[Stretch]) -> Union:
    """The union of any stretches, in any order; empty ones vanish."""
    merged: list[Stretch] = []
    for start, end in sorted(s for s in stretches if s[0] < s[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def length(whole: Union) -> int:
    return sum(end - start for start, end in whole)


def clipped(stretches: Iterable[Stretch], end: int) -> Union:
    """The union of what is between 0 and `end`."""
    return union((max(0, first), min(last, end)) for first, last in stretches)


def missing(wanted: Union, held: Union) -> Union:
    """What of `wanted` is not in `held`."""
    parts: list[Stretch] = []
    edges = [(0, 0), *held, (max((end for _, end in wanted), default=0), 0)]
    gaps = [(left[1], right[0]) for left, right in pairwise(edges)]
    for start, end in wanted:
        parts.extend((max(start, first), min(end, last)) for first, last in gaps)
    return union(parts)


def beginning(whole: Union, allowed: int) -> Union:
    """The first `allowed` milliseconds of a union."""
    kept: list[Stretch] = []
    for start, end in whole:
        if allowed <= 0:
            break
        kept.append((start, min(end, start + allowed)))
        allowed -= end - start
    return tuple(kept)


def with_smallest_gaps_closed(whole: Union, number: int = MOST_STRETCHES) -> Union:
    """The union in at most `number` stretches: the smallest gaps between them are closed.

    It covers all that was played and the closed gaps, so its length is no watch time.
    """
    gaps = sorted(range(1, len(whole)), key=lambda place: whole[place][0] - whole[place - 1][1])
    joined = set(gaps[: max(0, len(whole) - number)])
    kept: list[Stretch] = []
    for place, (start, end) in enumerate(whole):
        if place in joined:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return tuple(kept)


def flat(whole: Union) -> tuple[int, ...]:
    """As stored: from, to, from, to."""
    return tuple(chain.from_iterable(whole))


def from_flat(edges: tuple[int, ...]) -> Union:
    return tuple(zip(edges[::2], edges[1::2], strict=True))
