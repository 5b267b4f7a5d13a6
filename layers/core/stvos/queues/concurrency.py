"""Pieces of a batch's work side by side: while one waits for the network, another goes on."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

_THREADS = 8


def run_concurrently[T](pieces: Sequence[Callable[[], T]]) -> list[T]:
    """What each piece answers, in their order. A piece needs no context.

    What one raises is raised when all are over, and the others' answers are lost.
    """
    if len(pieces) < 2:
        return [piece() for piece in pieces]
    with ThreadPoolExecutor(min(_THREADS, len(pieces))) as pool:
        return [answer.result() for answer in [pool.submit(piece) for piece in pieces]]
