"""Half a million vouchers and members as spreadsheets: seconds and the peak of memory."""

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass

from local.bench.exports_stored import fill
from local.bench.page import Section, marked, table
from local.bench.recording import ENVIRONMENT
from local.dynamodb_local import running
from local.place import ROOT

ROWS = 500_000
STORED_VOUCHERS, STORED_MEMBERS = 50_000, 20_000
MEGABYTES_TARGET = 512
# Seconds a call is on its way, and a function's share of a processor: 1,024 MB of 1,769.
WAIT, SHARE = 0.005, 1024 / 1769
REQUEST_SECONDS = 20
_BY_JOINING, _BY_NAME, _BY_ACTIVITY = "sort=-joinedAt", "sort=name", "sort=lastActiveAt"


@dataclass(frozen=True)
class Figures:
    """What one way of writing a list took. `processor`: its seconds; `calls` of DynamoDB."""

    way: str
    rows: int
    seconds: float
    processor: float
    peak: float
    calls: int = 0


def run() -> list[Section]:
    """Each way in an interpreter of its own, one after another."""
    from stvos.dynamodb.table import Table
    from stvos.exports.service import MAX_INLINE_ROWS

    many, here, there = str(ROWS), "0", str(WAIT)
    waiting = f"each call {WAIT * 1000:.0f} ms"
    measured = [
        _child("floor: csv.writer", "floor", many),
        _child("our cells, digest", "writer", many),
        _child("vouchers, made up", "made_up", "vouchers", many, here),
        _child("members by joining, made up", "made_up", "members", many, here, _BY_JOINING),
        _child(f"the same, {waiting}", "made_up", "members", many, there, _BY_JOINING),
        _child("members by name, made up", "made_up", "members", many, here, _BY_NAME),
    ]
    with running() as emulator:
        name = f"exports-{secrets.token_hex(4)}"
        emulator.create_table(name)
        print("storing vouchers and members ...", file=sys.stderr)
        fill(Table(name, emulator.client()), STORED_VOUCHERS, STORED_MEMBERS)
        stack = {"STVOS_TABLE": name, "AWS_ENDPOINT_URL_DYNAMODB": emulator.endpoint_url}
        for said, *order in (
            ("vouchers", "vouchers"),
            ("active vouchers", "vouchers", "status=active"),
            ("members by joining", "members"),
            ("members by activity", "members", _BY_ACTIVITY),
        ):
            measured.append(_child(f"{said}, DynamoDB Local", "table", *order, **stack))
    short = _child("a request", "request", "members", str(MAX_INLINE_ROWS), there, _BY_JOINING)
    return [Section("Exports", "exports", _text(measured, short))]


def _text(measured: list[Figures], short: Figures) -> str:
    floor = measured[0].seconds / measured[0].rows
    rows = [
        (
            figures.way,
            f"{figures.rows:,}",
            f"{figures.seconds:.1f}",
            f"{figures.processor:.1f}",
            f"{figures.rows / figures.seconds:,.0f}",
            marked(figures.peak, MEGABYTES_TARGET, "{:.0f}"),
            f"{figures.seconds / figures.rows / floor:.1f}",
        )
        for figures in measured
    ]
    columns = ("", "rows", "seconds", "of a processor", "rows/s", "peak MB", "× floor a row")
    working, waiting = short.processor / SHARE, short.calls * WAIT
    return f"""
Target: {ROWS:,} rows within {MEGABYTES_TARGET} MB.

The floor is `csv.writer` alone, given finished texts. Then the program's writer, which makes cells
harmless and takes the digest. Then the worker as a whole, from the message to the mark that the
file is ready: once told {ROWS:,} rows by a DynamoDB that makes up its pages of a thousand and its
batches of a hundred, put in where botocore would send (their making is not counted), and on
DynamoDB Local with {STORED_VOUCHERS:,} vouchers and {STORED_MEMBERS:,} members that are really
there, for whose filling nobody wants to wait longer. Members, and vouchers in a state, are read
twice, from the index and by key. The object goes to a stand-in that counts its lines. Peaks are of
the whole process, Python and botocore included.

{table(columns, rows)}

The longest list of members that is answered within its request, {short.rows:,} of them, takes
{short.processor:.1f} s of a processor and {short.calls} calls. A function of 1,024 MB has
{SHARE:.2f} of one: that is {working:.1f} s, and {waiting:.1f} s more if each call were
{WAIT * 1000:.0f} ms on its way and none beside another. Together
{marked(working + waiting, REQUEST_SECONDS, "{:.1f}")} s, of the function's {REQUEST_SECONDS}.
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
    said.pop("bytes", None)
    return Figures(way, **said)
