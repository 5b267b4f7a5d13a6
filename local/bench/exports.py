"""Half a million vouchers as a spreadsheet: seconds and the peak of memory, beside csv.writer."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from local.bench.exports_child import MADE_AT, TENANT, code_of
from local.bench.page import Section, marked, table
from local.bench.recording import ENVIRONMENT
from local.dynamodb_local import running
from local.place import ROOT

ROWS = 500_000
STORED = 50_000
MEGABYTES_TARGET = 512
PARTNER = 5
_PER_TASK = 1000


@dataclass(frozen=True)
class Figures:
    """What one way of writing a list took."""

    way: str
    rows: int
    seconds: float
    peak: float


def run() -> list[Section]:
    """Each way in an interpreter of its own, one after another."""
    measured = [
        _child("floor: csv.writer", "floor", str(ROWS)),
        _child("our cells, digest", "writer", str(ROWS)),
        _child("worker, made-up pages", "pages", str(ROWS)),
    ]
    with running() as emulator:
        name = f"exports-{secrets.token_hex(4)}"
        emulator.create_table(name)
        _fill(name, emulator.client())
        there = {"STVOS_TABLE": name, "AWS_ENDPOINT_URL_DYNAMODB": emulator.endpoint_url}
        for way, status in (("all", ()), ("those active", ("active",))):
            said = f"worker, DynamoDB Local, {way}"
            measured.append(_child(said, "table", str(PARTNER), *status, **there))
    return [Section("Exports", "exports", _text(measured))]


def _text(measured: list[Figures]) -> str:
    floor = measured[0].seconds / measured[0].rows
    rows = [
        (
            figures.way,
            f"{figures.rows:,}",
            f"{figures.seconds:.1f}",
            f"{figures.rows / figures.seconds:,.0f}",
            marked(figures.peak, MEGABYTES_TARGET, "{:.0f}"),
            f"{figures.seconds / figures.rows / floor:.1f}",
        )
        for figures in measured
    ]
    return f"""
Target: {ROWS:,} rows within {MEGABYTES_TARGET} MB.

The floor is `csv.writer` alone, given finished texts. Then the program's writer, which makes cells
harmless and takes the digest. Then the worker as a whole, from the message to the mark that the
file is ready: once told {ROWS:,} vouchers by a DynamoDB that makes up its pages of a thousand, put
in where botocore would send (their making is not counted), and on DynamoDB Local with {STORED:,}
vouchers that are really there, for whose filling nobody wants to wait longer. Those in a state are
read twice, from the index and by key. The object goes to a stand-in that counts its lines. Peaks
are of the whole process, Python and botocore included.

{table(("", "rows", "seconds", "rows/s", "peak MB", "× floor a row"), rows)}
"""


def _child(way: str, *arguments: str, **environment: str) -> Figures:
    print(f"{way} ...", file=sys.stderr)
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "local.bench.exports_child", *arguments],
        env=os.environ | ENVIRONMENT | {"PYTHONPATH": "layers/core"} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode:
        sys.exit(child.stderr)
    said = json.loads(child.stdout)
    return Figures(way, said["rows"], said["seconds"], said["peak"])


def _fill(name: str, client: Any) -> None:
    """A partner's vouchers, as bare items: each with its code's, and the count of all."""
    from stvos.keys import ClientId, Keys
    from stvos.table import Table, update

    portal = Table(name, client)
    tally = Keys(ClientId(TENANT)).voucher_tally(PARTNER, None, 0)
    portal.write(update(tally, sets={"type": "voucher_tally"}, adds={"total": STORED}))

    def fill(first: int) -> None:
        portal.write_many(list(_items(portal, first)))

    print(f"storing {STORED:,} vouchers ...", file=sys.stderr)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fill, range(0, STORED, _PER_TASK)))


def _items(portal: Any, first: int) -> Iterator[Any]:
    from stvos.ids import new_ids
    from stvos.keys import ClientId
    from stvos.partners.voucher_repository import VoucherRepository
    from stvos.partners.vouchers import Voucher

    vouchers = VoucherRepository(portal, ClientId(TENANT), PARTNER)
    for number, voucher_id in enumerate(new_ids(_PER_TASK), first):
        voucher = Voucher(
            id=voucher_id,
            client_id=TENANT,
            partner_id=PARTNER,
            code=code_of(number),
            created_at=MADE_AT,
        )
        for put in vouchers._puts(voucher):
            yield replace(put, condition=None)
