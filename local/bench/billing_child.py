"""The interpreter of the billing benchmark: bills one partner and tells what that took, as JSON."""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any


class Reads:
    """How often DynamoDB was read, and how many items it gave out."""

    def __init__(self) -> None:
        self.calls = 0
        self.items = 0

    def __call__(self, parsed_response: Any, **_: Any) -> None:
        if "Item" in parsed_response or "Count" in parsed_response:
            self.calls += 1
            self.items += parsed_response.get("Count", 1)


def peak_megabytes() -> float:
    """The most memory this program ever had. `getrusage` would count its parent's too."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def main(tenant: int, partner: int) -> None:
    """Ask the worker for the last month of the year 2025, as the queue would."""
    started = time.perf_counter()
    from jobs import make_report
    from stvos import aws
    from stvos.billing.due import due_at
    from stvos.billing.repository import BillingRepository
    from stvos.clock import standing
    from stvos.dynamodb.keys import ClientId
    from stvos.dynamodb.table import Table
    from stvos.months import Month

    reads = Reads()
    session: Any = aws.session()
    session.register("response-received.dynamodb", reads)
    month = Month(2025, 12)
    content = {"partner_id": partner, "month": str(month)}
    record = {"messageId": "1", "body": json.dumps({"clientId": tenant, "content": content})}
    with standing(due_at(month, "Europe/Berlin")):
        answer = make_report.handler({"Records": [record]}, None)
    seconds = time.perf_counter() - started
    told = {
        "seconds": seconds,
        "megabytes": peak_megabytes(),
        "reads": reads.calls,
        "items": reads.items,
    }
    report = BillingRepository(Table.of_stack(), ClientId(tenant), partner).report(month)
    if answer["batchItemFailures"] or report is None or report.inputs.counted.active < 1:
        sys.exit("the report was not made")
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
