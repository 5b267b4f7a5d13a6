"""What each endpoint asks of DynamoDB: calls, items, consumed capacity."""

from collections.abc import Sequence

from local.bench.page import Section, table
from local.bench.recording import CLASSES, Exchange, Recording

# module: most reads, most writes. Conditions on other items of a transaction are no writes.
TARGETS = {
    "viewing.record_progress": (1, 1),
    "accounts.login": (3, 2),
    "content.discover": (5, 0),
    "content.list_classes": (1, 0),
    "content.search": (1, 0),
}


def run(recordings: Sequence[Recording]) -> list[Section]:
    """Count what the recordings hold."""
    rows, verdicts = [], []
    for recording in recordings:
        asked = [e for e in recording.usual if e.service == "dynamodb"]
        reads = [e for e in asked if e.reads]
        writes = [e for e in asked if not e.reads]
        cold = len(recording.exchanges) - len(recording.usual)
        rows.append(
            (
                f"`{recording.route}`",
                _count(reads),
                f"{sum(e.units for e in reads):g}",
                _count(writes),
                str(sum(e.checks for e in writes) or ""),
                f"{sum(e.units for e in writes):g}",
                f"+{cold}" if cold else "",
            )
        )
        if recording.module in TARGETS:
            verdicts.append(_verdict(recording, len(reads), sum(e.items for e in writes)))
    text = f"""
{chr(10).join(verdicts)}

Counted in one good call of each route in a brand with {CLASSES} classes, on DynamoDB Local, which
tells the capacity. `2 (7)` is two calls for seven items. Of a GET the second call is counted, and
"first" says how many calls of AWS more the first one makes. The liveness check of a signed-in
member is one consistent read of the account, and it is included. A write of a transaction costs
twice, and an item that is in an index costs the index's write too.

{table(("route", "reads (items)", "RCU", "writes (items)", "conditions", "WCU", "first"), rows)}
"""
    return [Section("DynamoDB", "dynamodb", text)]


def _count(exchanges: Sequence[Exchange]) -> str:
    return f"{len(exchanges)} ({sum(e.items for e in exchanges)})" if exchanges else ""


def _verdict(recording: Recording, reads: int, writes: int) -> str:
    most_reads, most_writes = TARGETS[recording.module]
    met = reads <= most_reads and writes <= most_writes
    found = f"{reads} reads, {writes} writes; target {most_reads} and {most_writes}"
    return f"- `{recording.route}`: {found if met else f'**{found}**'}"
