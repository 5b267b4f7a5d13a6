"""A month run five times in parallel, with a death between any two writes: one of everything."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Barrier, Lock, local
from typing import Any

import pytest

from jobs import make_report
from stvos.billing.files import ReportFiles
from stvos.billing.inputs import Inputs
from stvos.billing.models import Report
from stvos.clock import standing
from stvos.dynamodb.table import Item, Table
from stvos.months import Month
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    FEBRUARY_DUE,
    JANUARY,
    MARCH_DUE,
    clock_of,
    count,
    due_of,
    event_for,
    files_of,
    final,
    ledger_of,
    old_partner,
    report_mails,
)
from tests.api.partners.world import StaffMember
from tests.world import World

RUNS = 5
# One transaction and two objects, with a death before or after each; the first look at files
# is before there are any.
STEPS = ("transact", "put", "put")


class Died(BaseException):
    """The process is gone: nothing catches this, and nothing tidies up."""


@dataclass
class Death:
    """Kills each worker at its n-th effect, before it or after it, for its first `lives` calls."""

    step: int
    after: bool
    lives: int
    seen: Counter[int] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def around(self, worker: int, effect: Callable[[], Any]) -> Any:
        with self.lock:
            self.seen[worker] += 1
            mine = self.seen[worker] == self.step + 1 and worker < self.lives
        if mine and not self.after:
            raise Died
        done = effect()
        if mine:
            raise Died
        return done


@contextmanager
def dying(
    monkeypatch: pytest.MonkeyPatch, death: Death, worker: Callable[[], int]
) -> Iterator[None]:
    """Every write of the worker goes through `death`."""
    write, transact, put = Table.write, Table.transact, ReportFiles._put

    def dying_write(self: Table, what: Any) -> Item | None:
        done: Item | None = death.around(worker(), lambda: write(self, what))
        return done

    def dying_transact(self: Table, *writes: Any) -> None:
        death.around(worker(), lambda: transact(self, *writes))

    def dying_put(self: ReportFiles, *given: Any) -> None:
        death.around(worker(), lambda: put(self, *given))

    with monkeypatch.context() as patched:
        patched.setattr(Table, "write", dying_write)
        patched.setattr(Table, "transact", dying_transact)
        patched.setattr(ReportFiles, "_put", dying_put)
        yield


def make(owner: StaffMember, month: Month, when: datetime) -> list[Any]:
    with standing(when):
        answer = make_report.handler(event_for(owner, month), None)
    failed: list[Any] = answer["batchItemFailures"]
    return failed


def one_of_everything(owner: StaffMember, *months: Month) -> None:
    """For each month one report, one row, one mail, both files; the clock one step on for each."""
    digests = {str(month): final(owner, month).digest for month in months}
    mails = report_mails(owner)
    assert [mail["content"]["month"] for mail in mails] == list(digests)
    assert clock_of(owner).next == months[-1].after
    names = [f"{month}.{kind}" for month in months for kind in ("csv", "json")]
    assert sorted(files_of(owner)) == names
    for month, mail in zip(months, mails, strict=True):
        report, files = final(owner, month), files_of(owner)
        assert ledger_of(owner, month) == ("queued", None)
        assert mail["content"]["csv"].encode() == files[f"{month}.csv"]
        assert report.digest in files[f"{month}.json"].decode()
        assert again(report).digest == report.digest
        assert again(report).lines == report.lines


def again(report: Report) -> Report:
    """The report derived from what is stored of its inputs, and nothing else."""
    return Report.of(Inputs.of_item(report.inputs.to_item()))


@pytest.fixture
def owner(race_world: World) -> StaffMember:
    owner = old_partner(race_world)
    count(owner, JANUARY, joined=120, active=47, watched_ms=9_000_000, plays=70, completions=44)
    count(owner, FEBRUARY, joined=4, active=31)
    return owner


def test_five_runs_at_once_make_one_report(owner: StaffMember) -> None:
    start = Barrier(RUNS)

    def run(_: int) -> list[Any]:
        start.wait()
        return make(owner, JANUARY, DUE)

    with ThreadPoolExecutor(RUNS) as pool:
        failed = [one for answer in pool.map(run, range(RUNS)) for one in answer]

    # Who lost too often gives the message back, and it comes again.
    for _ in failed:
        assert make(owner, JANUARY, DUE) == []
    one_of_everything(owner, JANUARY)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(len(STEPS)), ids=["transaction", "csv", "json"])
@pytest.mark.parametrize("lives", [1, RUNS])
def test_a_death_at_any_write_of_five_parallel_runs_leaves_one_of_everything(
    owner: StaffMember, monkeypatch: pytest.MonkeyPatch, step: int, after: bool, lives: int
) -> None:
    """One of the five dies there, or all of them do; then each message is delivered again."""
    start, thread = Barrier(RUNS), local()

    def run(number: int) -> bool:
        thread.worker = number
        start.wait()
        try:
            return make(owner, JANUARY, DUE) == []
        except Died:
            return False

    with (
        dying(monkeypatch, Death(step, after, lives), lambda: int(thread.worker)),
        ThreadPoolExecutor(RUNS) as pool,
    ):
        done = list(pool.map(run, range(RUNS)))

    for finished in done:
        if not finished:
            assert make(owner, JANUARY, DUE) == []
    one_of_everything(owner, JANUARY)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(2 * len(STEPS) + 2))
def test_a_death_at_any_write_of_two_overdue_months_is_made_up_for(
    owner: StaffMember, monkeypatch: pytest.MonkeyPatch, step: int, after: bool
) -> None:
    with dying(monkeypatch, Death(step, after, 1), lambda: 0), pytest.raises(Died):
        make(owner, JANUARY, FEBRUARY_DUE)

    assert make(owner, JANUARY, FEBRUARY_DUE) == []

    one_of_everything(owner, JANUARY, FEBRUARY)


def test_those_are_all_the_writes_there_are(
    owner: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Death(step=99, after=False, lives=1)
    with dying(monkeypatch, never, lambda: 0):
        make(owner, JANUARY, DUE)
    assert never.seen[0] == len(STEPS)

    # The second month writes the first one's files again before its own.
    never = Death(step=99, after=False, lives=1)
    with dying(monkeypatch, never, lambda: 0):
        make(owner, FEBRUARY, FEBRUARY_DUE)
    assert never.seen[0] == len(STEPS) + 2


def test_messages_out_of_order_and_late_ones_make_each_month_once(owner: StaffMember) -> None:
    for month in (FEBRUARY, JANUARY, FEBRUARY, JANUARY):
        assert make(owner, month, FEBRUARY_DUE) == []
    count(owner, JANUARY, active=3)
    frozen = [final(owner, month) for month in (JANUARY, FEBRUARY)]

    assert make(owner, JANUARY, FEBRUARY_DUE) == []

    assert [final(owner, month) for month in (JANUARY, FEBRUARY)] == frozen
    one_of_everything(owner, JANUARY, FEBRUARY)


def test_counts_that_grow_while_five_runs_race_are_billed_once_in_all(
    owner: StaffMember,
) -> None:
    start = Barrier(RUNS + 1)

    def run(number: int) -> list[Any]:
        start.wait()
        if number == RUNS:
            for _ in range(20):
                count(owner, JANUARY, active=1)
            return []
        return make(owner, JANUARY, DUE)

    with ThreadPoolExecutor(RUNS + 1) as pool:
        list(pool.map(run, range(RUNS + 1)))
    make(owner, JANUARY, DUE)
    billed_then = final(owner, JANUARY).inputs.counted.active

    make(owner, FEBRUARY, MARCH_DUE.replace(month=3))

    # 47 and the 20 late ones, ten of them included, whichever report has which.
    late = sum(ln.amount for ln in final(owner, FEBRUARY).lines if "Late" in ln.description)
    assert 47 <= billed_then <= 67
    assert final(owner, JANUARY).subtotal + late == (67 - 10) * 45 / 10
    assert due_of(owner) == int(MARCH_DUE.timestamp())
