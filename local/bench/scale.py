"""Counting and sign-ups at the size that is planned for, against models of DynamoDB and SQS."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from local.bench.page import Section, marked, table

WATCHING = 50_000
"""Members of one partner who watch at the same time."""
HEARTBEATS_A_SECOND = 33_000
GROUPS = 128
_BEAT = 30
_START_WITHIN = 90.0


@dataclass(frozen=True)
class Row:
    """A figure, and the most or the least that it may be."""

    what: str
    figure: float
    most: float | None = None
    least: float | None = None
    form: str = "{:,.0f}"

    @property
    def is_missed(self) -> bool:
        over = self.most is not None and self.figure > self.most
        return over or (self.least is not None and self.figure < self.least)

    @property
    def cells(self) -> list[str]:
        bound = "" if self.most is None else f"at most {self.most:,g}"
        bound = bound if self.least is None else f"at least {self.least:,g}"
        shown = self.form.format(self.figure)
        return [self.what, f"**{shown}**" if self.is_missed else shown, bound]


def run(missed: list[str]) -> list[Section]:
    """Names of figures over budget are added to `missed`."""
    costs = _costs()
    watching = _watching()
    lists = _lists()
    sign_ups = [_sign_ups(rate, seconds=5) for rate in _rates()]
    rows = [*_counting_rows(watching, costs), *_list_rows(lists)]
    missed += [f"scale: {row.what}" for row in rows if row.is_missed]
    shown = [
        _HEAD.format(latencies=_latencies()),
        table(["counting", "figure", "budget"], [row.cells for row in rows]),
        _COSTS.format(**asdict(costs)),
        table(_SIGN_UP_COLUMNS, sign_ups),
        _BOUND,
    ]
    return [Section("Scale", "scale", "\n\n".join(part.strip() for part in shown))]


_HEAD = f"""
The stream's function, the announcements and the counting worker run as they are deployed, and so do
keys and conditions. Around them are models (`tests/scale`): DynamoDB, which evaluates the very
requests and cancels transactions that overlap on an item; the stream with 64 shards and its
batching window; the FIFO queue with its groups and delay. The model of DynamoDB is held against
DynamoDB Local by random requests. How long calls last is assumed: {{latencies}}.
Time is simulated, who arrives when and how long calls last comes from a seed; `make test` has the
same in small.

{WATCHING:,} members of a partner of 500,000 start within {_START_WITHIN:.0f} s, half of them one
class, the others any of 10,000, and watch for 95 to 170 s; it is their first class of the day,
which costs most. In one of their four message groups are the members of other brands that it has at
{HEARTBEATS_A_SECOND:,} heartbeats a second in all. The counts are those of an independent
reference.
"""
_COSTS = f"""
Busy processors are {HEARTBEATS_A_SECOND:,} heartbeats a second of members who watch for twenty
minutes, times the countings ({{counts:.2f}}) and the changes of the stream ({{changes:.2f}}) that
each leads to, times the processor time of one: {{count_ms:.2f}} ms for a counting
({{count_own_ms:.2f}} of them our own code) and {{change_ms:.2f}} ms for a change of the stream
({{change_own_ms:.2f}} our own), half of them starts. That is measured in smaller runs, in which the
calls go through botocore up to where it would send; the runtime of Lambda and the requests that
heartbeats are themselves are not in it. A vCPU is a core of this machine.

Sign-ups with vouchers of one expiry, by the program's registration without the hashing of
passwords; in the model a partition key, also of the index, bears 1,000 write units a second:
"""
_SIGN_UP_COLUMNS = (
    "sign-ups a second",
    "refused",
    "transactions tried twice %",
    "p50 s",
    "p99 s",
    "units of the busiest key",
)
_BOUND = """
Five lists in which each new member has a place (the brand's members, the partner's, its codes, its
active and its redeemed vouchers) are one key of the index each. So a brand, and a partner, takes
900 sign-ups a second, and is at its bound at 1,000.
"""


@dataclass(frozen=True)
class Costs:
    """Processor milliseconds of one counting and of one change of the stream, and how many of both
    a heartbeat leads to.
    """

    count_ms: float
    count_own_ms: float
    change_ms: float
    change_own_ms: float
    counts: float
    changes: float

    @property
    def of_a_heartbeat_ms(self) -> float:
        return self.counts * self.count_ms + self.changes * self.change_ms


def _costs() -> Costs:
    """As dense as the average of the 128 message groups."""
    from tests.scale.counting_load import PARTNER, TENANT, CountingLoad
    from tests.scale.viewers import crowd

    figures = []
    for through_sdk in (True, False):
        viewers = crowd(
            2_500, TENANT, PARTNER, classes=1_000, within=7, lasts=(95, 170), length=300, seed=3
        )
        load = CountingLoad(viewers, through_sdk=through_sdk)
        load.run()
        figures.append(1000 * load.worker.processor / load.figures.counted)
        figures.append(1000 * load.stream.processor / load.stream.records)
    count_ms, change_ms, count_own_ms, change_own_ms = figures
    viewers = crowd(
        200, TENANT, PARTNER, classes=20, within=90, lasts=(1_100, 1_300), length=1_800, seed=3
    )
    load = CountingLoad(viewers)
    load.run()
    beats = load.figures.heartbeats
    counts, changes = load.figures.counted / beats, load.stream.records / beats
    return Costs(count_ms, count_own_ms, change_ms, change_own_ms, counts, changes)


def _watching() -> Any:
    from tests.scale.counting_load import PARTNER, TENANT, CountingLoad
    from tests.scale.viewers import Expected, crowd, neighbours

    viewers = crowd(
        WATCHING, TENANT, PARTNER, classes=10_000, within=_START_WITHIN, lasts=(95, 170),
        length=300, seed=1,
    )  # fmt: skip
    others = HEARTBEATS_A_SECOND * _BEAT // GROUPS
    more = neighbours(others, viewers[:1], within=_START_WITHIN, lasts=(95, 170), seed=2)
    load = CountingLoad([*viewers, *more])
    load.run()
    assert load.counts() == Expected.of(viewers)
    return load


def _counting_rows(load: Any, costs: Costs) -> list[Row]:
    from tests.scale.budget import budget

    figures, limits = load.figures, budget()
    busy = HEARTBEATS_A_SECOND * costs.of_a_heartbeat_ms / 1000
    peaks = load.table.writes.peaks.most_common(1)[0]
    return [
        Row("busy vCPUs", busy, limits.busy_vcpus, form="{:.1f}"),
        Row(f"write units a second of the busiest key, `{_short(peaks[0])}`", peaks[1],
            limits.write_units_of_a_key),
        Row("transactions tried twice, %", load.table.tried_twice_percent,
            limits.transactions_tried_twice_percent, form="{:.2f}"),
        Row("shortest time between two countings of a member, s", figures.closest,
            least=limits.seconds_between_countings_of_a_member, form="{:.1f}"),
        Row("longest time from a heartbeat to its counting, s", figures.slowest,
            limits.seconds_from_a_heartbeat_to_its_counting, form="{:.1f}"),
    ]  # fmt: skip


def _lists() -> dict[str, int]:
    """Of 100,000 who start within a minute those whose places are in one of the eight partitions
    of the lists by activity and watched time.
    """
    from stvos.dynamodb.keys.usage import LIST_PARTS
    from tests.scale.counting_load import PARTNER, TENANT, CountingLoad
    from tests.scale.viewers import crowd

    viewers = crowd(
        2 * WATCHING // LIST_PARTS, TENANT, PARTNER, classes=1_000, within=60, lasts=(60, 90),
        length=300, seed=6,
    )  # fmt: skip
    for viewer in viewers:
        viewer.id *= LIST_PARTS
    load = CountingLoad(viewers)
    load.run()
    return dict(load.table.writes.peaks)


def _list_rows(peaks: dict[str, int]) -> list[Row]:
    from tests.scale.budget import budget

    most = budget().write_units_of_a_key
    return [
        Row(
            f"write units a second of a partition of the list by {what}, when 100,000 start "
            "within a minute",
            max(units for key, units in peaks.items() if f"#MEMBERS#{name}" in key),
            most,
        )
        for what, name in (("activity", "ACTIVE"), ("watched time", "WATCHED"))
    ]


def _rates() -> Sequence[int]:
    from tests.scale.budget import budget

    return (budget().sign_ups_a_second // 2, budget().sign_ups_a_second, 1_000)


def _sign_ups(rate: int, seconds: float) -> list[str]:
    from tests.scale.budget import budget
    from tests.scale.sign_up_load import SignUpLoad

    load = SignUpLoad(rate, seconds)
    load.run()
    lasted = sorted(load.lasted)
    refused = load.outcomes["refused"]
    return [
        f"{rate:,}",
        marked(refused, 0 if rate <= budget().sign_ups_a_second else None, "{:,.0f}"),
        f"{load.table.tried_twice_percent:.1f}",
        f"{lasted[len(lasted) // 2]:.2f}",
        f"{lasted[math.ceil(0.99 * len(lasted)) - 1]:.2f}",
        f"{max(load.table.writes.peaks.values()):,}",
    ]


def _latencies() -> str:
    from tests.scale.pace import Latency

    latency = Latency()
    return (
        f"{latency.read_base:g} ms a read, {latency.write_base:g} ms a write, "
        f"{latency.transaction_base:g} ms a transaction and {latency.transaction_item:g} ms more "
        "for each of its items, in the median"
    )


def _short(key: str) -> str:
    """A key with its numbers left out, as docs/data-model.md writes it."""
    words = key.split("#")
    return "#".join("<n>" if word.isdigit() and len(word) == 16 else word for word in words)
