"""One way of writing a long list, in an interpreter of its own, for its seconds and its peak.

    python -m local.bench.exports_child floor <rows> | writer <rows>
    python -m local.bench.exports_child made_up vouchers|members <rows> <wait> [<filter>=<value>]
    python -m local.bench.exports_child request members <rows> <wait> [<filter>=<value>]
    python -m local.bench.exports_child table vouchers|members [<filter>=<value>]

`floor` is csv.writer alone, `writer` the program's. `made_up` is the worker with a DynamoDB that
makes up its answers, each of which is `wait` seconds on its way; `request` is what a function does
with a list so short that it answers itself; `table` is the worker on the table that the environment
names. Prints JSON.
"""

import csv
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, cast

from local.bench.exports_made_up import JOB, MadeUp
from local.bench.exports_stored import MADE_AT, PARTNER, TENANT, code_of

if TYPE_CHECKING:
    from stvos.exports.sheets import Order

COLUMNS = ("code", "status", "expires_at", "created_at", "redeemed_at")


def floor(rows: str) -> dict[str, Any]:
    """csv.writer, given finished texts."""
    made_at = MADE_AT.isoformat().replace("+00:00", "Z")
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((code_of(n), "active", "", made_at, "") for n in range(int(rows)))
    return {"rows": int(rows)}


def own_writer(rows: str) -> dict[str, Any]:
    """The program's writer, given the same rows as it gets them."""
    from stvos.exports.csv_files import write
    from stvos.partners.vouchers import VoucherState

    made = ((code_of(n), VoucherState.ACTIVE, None, MADE_AT, None) for n in range(int(rows)))
    with TemporaryFile() as file:
        count, _ = write(cast("IO[bytes]", file), COLUMNS, made)
    return {"rows": count}


def made_up(kind: str, rows: str, wait: str, *filters: str) -> dict[str, Any]:
    """The worker, told of so many rows by a DynamoDB that makes them up."""
    with _telling(int(rows), float(wait)) as dynamodb:
        return _made(_order(kind, filters), JOB) | {"making": dynamodb.making}


def request(kind: str, rows: str, wait: str, *filters: str) -> dict[str, Any]:
    """A short list, as the portal's function answers it."""
    from stvos.exports.service import Spreadsheets
    from stvos.replies import Raw

    with _telling(int(rows), float(wait)) as dynamodb:
        answer = Spreadsheets.of_stack().answer(_order(kind, filters))
        if not isinstance(answer, Raw):
            sys.exit("it is too long a list to be answered")
        count = int(answer.headers["X-Row-Count"])
    return {"rows": count, "making": dynamodb.making, "calls": dynamodb.calls}


def table(kind: str, *filters: str) -> dict[str, Any]:
    """The worker, on a table that is there."""
    from stvos.clock import utc_now
    from stvos.dynamodb.table import Table
    from stvos.exports.jobs import SpreadsheetJobs

    order = _order(kind, filters)
    return _made(order, SpreadsheetJobs(Table.of_stack(), order).start(None, utc_now()).id)


@contextmanager
def _telling(rows: int, wait: float) -> Iterator[MadeUp]:
    from stvos import aws

    dynamodb = MadeUp(rows, wait)
    session: Any = aws.session()
    session.register("before-send.dynamodb", dynamodb.answer)
    yield dynamodb


def _order(kind: str, filters: tuple[str, ...]) -> "Order":
    from jobs.make_spreadsheet import KINDS
    from stvos.dynamodb.keys import ClientId
    from stvos.exports.sheets import Order

    asked = dict(text.split("=") for text in filters)
    kinds = {known.name: known for known in KINDS}
    return Order(ClientId(TENANT), PARTNER, kinds[kind], asked)


def _made(order: "Order", job_id: int) -> dict[str, Any]:
    from stvos.exports.worker import SpreadsheetWorker
    from stvos.queues.worker import Task

    content = {
        "partner_id": order.partner_id,
        "kind": order.kind.name,
        "filters": order.filters,
        "job_id": job_id,
    }
    with _bucket() as stored:
        SpreadsheetWorker.of_stack([order.kind]).make(Task(order.tenant, 8, content))
    return {"rows": stored.lines - 1, "bytes": stored.size}


class _Stored:
    """What the bucket was given, counted and forgotten."""

    def __init__(self) -> None:
        self.size = self.lines = 0


@contextmanager
def _bucket() -> Iterator[_Stored]:
    """An S3 that takes every object."""
    stored = _Stored()

    class Taking(BaseHTTPRequestHandler):
        # The version that answers `Expect: 100-continue`, for which botocore would wait a second.
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            left = int(self.headers["Content-Length"])
            while part := self.rfile.read(min(left, 65_536)):
                left -= len(part)
                stored.size += len(part)
                stored.lines += part.count(b"\n")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        os.environ["AWS_ENDPOINT_URL_S3"] = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield stored
        server.shutdown()


def _peak_mb() -> float:
    """The most memory this process held. Where /proc is, without what its parent did."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024**2 if sys.platform == "darwin" else most / 1024


if __name__ == "__main__":
    how, *given = sys.argv[1:]
    ways: dict[str, Callable[..., dict[str, Any]]] = {
        "floor": floor,
        "writer": own_writer,
        "made_up": made_up,
        "request": request,
        "table": table,
    }
    begun, worked = time.perf_counter(), time.process_time()
    figures = ways[how](*given)
    making = figures.pop("making", 0.0)
    seconds = time.perf_counter() - begun - making
    processor = time.process_time() - worked - making
    taken = {"seconds": seconds, "processor": processor, "peak": _peak_mb()}
    print(json.dumps(figures | taken))
