"""One way of writing a long list, in an interpreter of its own, for its seconds and its peak.

    python -m local.bench.exports_child floor <rows> | writer <rows> | pages <rows>
    python -m local.bench.exports_child table <partner> [<status>]

`floor` is csv.writer alone, `writer` the program's. `pages` is the worker with a DynamoDB that
makes up its answers, put in where botocore would send; `table` is the worker on the table that
the environment names. Prints JSON.
"""

import csv
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, cast

TENANT, JOB = 1, 7
MADE_AT = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
COLUMNS = ("code", "status", "expires_at", "created_at", "redeemed_at")


def code_of(number: int) -> str:
    return f"ACME-{number // 10**8:04d}-{number // 10**4 % 10**4:04d}-{number % 10**4:04d}"


def floor(rows: int) -> dict[str, Any]:
    """csv.writer, given finished texts."""
    made_at = MADE_AT.isoformat().replace("+00:00", "Z")
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((code_of(n), "active", "", made_at, "") for n in range(rows))
    return {"rows": rows}


def own_writer(rows: int) -> dict[str, Any]:
    """The program's writer, given the same rows as it gets them."""
    from stvos.partners.spreadsheets import write
    from stvos.partners.vouchers import VoucherState

    made = ((code_of(n), VoucherState.ACTIVE, None, MADE_AT, None) for n in range(rows))
    with TemporaryFile() as file:
        count, _ = write(cast("IO[bytes]", file), COLUMNS, made)
    return {"rows": count}


def pages(rows: int) -> dict[str, Any]:
    """The worker, told of so many vouchers by a DynamoDB that makes them up."""
    from stvos import aws

    dynamodb = _MadeUp(rows)
    session: Any = aws.session()
    session.register("before-send.dynamodb", dynamodb.answer)
    return _made({}, partner=5, job_id=JOB) | {"serving": dynamodb.seconds}


def table(partner: str, status: str = "") -> dict[str, Any]:
    """The worker, on a table that is there."""
    from stvos.clock import utc_now
    from stvos.keys import ClientId
    from stvos.partners.sheets import Order, SheetKind
    from stvos.partners.spreadsheet_jobs import SpreadsheetJobs
    from stvos.table import Table

    filters = {"status": status} if status else {}
    order = Order(ClientId(TENANT), int(partner), SheetKind.VOUCHERS, filters)
    job = SpreadsheetJobs(Table.of_stack(), order).start(None, utc_now())
    return _made(filters, partner=int(partner), job_id=job.id)


def _made(filters: dict[str, str], partner: int, job_id: int) -> dict[str, Any]:
    from stvos.jobs.worker import Task
    from stvos.keys import ClientId
    from stvos.partners.spreadsheet_worker import SpreadsheetWorker

    content = {"partner_id": partner, "kind": "vouchers", "filters": filters, "job_id": job_id}
    with _bucket() as stored:
        SpreadsheetWorker.of_stack().make(Task(ClientId(TENANT), 8, content))
    return {"rows": stored.lines - 1, "bytes": stored.size}


class _MadeUp:
    """A DynamoDB with one partner's vouchers, which nobody has stored."""

    def __init__(self, rows: int) -> None:
        from stvos.keys import ClientId
        from stvos.partners.voucher_repository import VoucherRepository
        from stvos.partners.vouchers import Voucher
        from stvos.writes import wire_request

        vouchers = VoucherRepository(cast("Any", None), ClientId(TENANT), 5)
        like = Voucher(id=10**15, client_id=TENANT, partner_id=5, code="LIKE", created_at=MADE_AT)
        _, put = vouchers._puts(like)
        self._item = json.dumps(wire_request(put, "a-writer-signature")["Item"])
        self._rows = rows
        self.seconds = 0.0

    def answer(self, request: Any, event_name: str, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        started = time.perf_counter()
        asked = json.loads(request.body)
        match event_name.rpartition(".")[2]:
            case "GetItem":
                job = {"id": {"N": str(JOB)}, "started_at": {"S": MADE_AT.isoformat()}}
                body = json.dumps({"Item": job})
            case "Query" if "IndexName" in asked:
                body = self._page(asked["ExpressionAttributeValues"][":first"]["S"], asked["Limit"])
            case "Query":
                tally = {"sk": {"S": "VOUCHERS#NEVER#0"}, "total": {"N": str(self._rows)}}
                body = json.dumps({"Items": [tally], "Count": 1})
            case _:
                body = json.dumps({"Attributes": {}})
        answer = AWSResponse(request.url, 200, cast("Any", {}), _Raw(body.encode()))
        self.seconds += time.perf_counter() - started
        return answer

    def _page(self, first: str, limit: int) -> str:
        """The vouchers from a place on: codes are numbers, so a place tells which come next."""
        digits = "".join(c for c in first if c.isdigit())
        start = int(digits) + 1 if digits else 0
        end = min(start + limit, self._rows)
        items = ",".join(self._item.replace("LIKE", code_of(n)) for n in range(start, end))
        more = ',"LastEvaluatedKey":{"gsi1sk":{"S":"more"}}' if end < self._rows else ""
        return f'{{"Count":{end - start},"Items":[{items}]{more}}}'


class _Raw:
    """A body as urllib3 hands it out."""

    def __init__(self, content: bytes) -> None:
        self.read = BytesIO(content).read

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


class _Stored:
    """What the bucket was given, counted and forgotten."""

    def __init__(self) -> None:
        self.size = self.lines = 0


@contextmanager
def _bucket() -> Iterator[_Stored]:
    """An S3 that takes every object."""
    stored = _Stored()

    class Taking(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            left = int(self.headers["Content-Length"])
            while part := self.rfile.read(min(left, 65_536)):
                left -= len(part)
                stored.size += len(part)
                stored.lines += part.count(b"\n")
            self.send_response(200)
            self.end_headers()

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
        "floor": lambda rows: floor(int(rows)),
        "writer": lambda rows: own_writer(int(rows)),
        "pages": lambda rows: pages(int(rows)),
        "table": table,
    }
    begun = time.perf_counter()
    figures = ways[how](*given)
    seconds = time.perf_counter() - begun - figures.pop("serving", 0.0)
    print(json.dumps(figures | {"seconds": seconds, "peak": _peak_mb()}))
