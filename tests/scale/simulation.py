"""Simulated time: the program's own code, many invocations of it beside each other.

Each invocation is a task. It runs until it waits for a call; then another task goes on, and the
clock jumps to whatever comes next. Nothing runs in parallel, so a seed gives the same run.
"""

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

from stvos.clock import standing
from stvos.dynamodb import retries
from stvos.dynamodb import table as table_module
from stvos.usage import counting

START = datetime(2026, 1, 20, 10, tzinfo=UTC)
"""When a simulation begins: a Tuesday, the same everywhere."""

_THREADS = 8


class _Task(greenlet):  # type: ignore[misc]
    """An invocation, or a thread of one. `processor`: until when its invocation's one processor is
    busy; `own`: the processor time that our code took.
    """

    root: "_Task"
    finished: Callable[[], None]
    processor: float = 0.0
    own: float = 0.0
    is_measured: bool = True


class Simulation:
    """The clock, the tasks, and how much processor our code takes in each kind of them.

    `compute_ms`: the simulated processor time of a call, for each item in it.
    """

    def __init__(self, compute_ms: float) -> None:
        self._compute = compute_ms / 1000
        self._clock = 0.0
        self._order = count()
        self._coming: list[tuple[float, int, Callable[[], None]]] = []
        self._resumed = 0.0

    def now(self) -> float:
        return self._clock

    def at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (max(when, self._clock), next(self._order), what))

    def instant(self) -> datetime:
        return datetime.fromtimestamp(START.timestamp() + self._clock, UTC)

    def run(self, until: float = float("inf")) -> None:
        """Do what is coming, up to a moment."""
        with self._in_place_of_the_clock():
            while self._coming and self._coming[0][0] <= until:
                self._clock, _, what = heapq.heappop(self._coming)
                what()

    # ------------------------------------------------------------ tasks

    def start(self, work: Callable[[], None], done: Callable[[float], None]) -> None:
        """Run an invocation now; `done` gets the seconds that our code took of a processor."""

        def body() -> None:
            with standing(self.instant()):
                work()
            self._stop_watch(task)

        task = _Task(body)
        task.root = task
        task.finished = lambda: done(task.own)
        self._go_on(task)

    def wait(self, seconds: float) -> None:
        """Let the task wait; outside of tasks, calls take no time."""
        task = getcurrent()
        if not isinstance(task, _Task):
            return
        self._stop_watch(task)
        self.at(self._clock + seconds, partial(self._go_on, task))
        task.parent.switch()

    def compute(self, items: int) -> None:
        """An invocation has one processor, which its threads share."""
        task = getcurrent()
        if isinstance(task, _Task):
            root = task.root
            root.processor = max(root.processor, self._clock) + self._compute * items
            self.wait(root.processor - self._clock)

    def _go_on(self, task: _Task) -> None:
        self._resumed = time.thread_time()
        task.switch()
        if task.dead and task is task.root:
            task.finished()

    def _stop_watch(self, task: _Task) -> None:
        if task.is_measured:
            task.root.own += time.thread_time() - self._resumed

    @contextmanager
    def unmeasured(self) -> Iterator[None]:
        """What the model does is not what our code takes."""
        task = getcurrent()
        if not isinstance(task, _Task) or not task.is_measured:
            yield
            return
        self._stop_watch(task)
        task.is_measured = False
        try:
            yield
        finally:
            task.is_measured = True
            self._resumed = time.thread_time()

    def _side_by_side[T](self, pieces: Sequence[Callable[[], T]]) -> list[T]:
        """As `run_concurrently`, whose threads are tasks here."""
        task = getcurrent()
        if len(pieces) < 2 or not isinstance(task, _Task):
            return [piece() for piece in pieces]
        waiting, answers, left = deque(enumerate(pieces)), [None] * len(pieces), [len(pieces)]
        errors: list[BaseException] = []

        def thread() -> None:
            while waiting:
                place, piece = waiting.popleft()
                try:
                    answers[place] = piece()  # type: ignore[call-overload]
                except BaseException as error:
                    errors.append(error)
                left[0] -= 1
            if left[0] == 0 and not over:
                over.append(True)
                self.at(self._clock, partial(self._go_on, task))

        over: list[bool] = []
        for _ in range(min(_THREADS, len(pieces))):
            child = _Task(thread, task.parent)
            child.root = task.root
            self.at(self._clock, partial(self._go_on, child))
        self._stop_watch(task)
        task.parent.switch()
        if errors:
            raise errors[0]
        return answers  # type: ignore[return-value]

    @contextmanager
    def _in_place_of_the_clock(self) -> Iterator[None]:
        simulated: Any = SimpleNamespace(
            time=lambda: START.timestamp() + self._clock, sleep=self.wait
        )
        with (
            patch.object(table_module, "time", simulated),
            patch.object(retries, "time", simulated),
            patch.object(counting, "run_concurrently", self._side_by_side),
        ):
            yield
