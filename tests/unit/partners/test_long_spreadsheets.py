"""Spreadsheets of any length: rows are read when they are written, and none is kept."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.place import ROOT
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId, Span
from stvos.dynamodb.table import Slice, Table
from stvos.exports.csv_files import CsvRow, write
from stvos.exports.sheets import Order
from stvos.partners.voucher_sheet import VOUCHERS
from tests.api.partners.world import codes_of, new_partner
from tests.world import World

CHILD = Path(__file__).with_name("long_list.py")
MANY = 500_000


def test_half_a_million_rows_need_less_than_128_mb() -> None:
    child = subprocess.run(
        [sys.executable, str(CHILD), str(MANY)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "layers" / "core")},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )

    said = json.loads(child.stdout)

    assert said["rows"] == MANY
    assert said["size"] > 40_000_000
    assert said["head"] == "\ufeffid,name,email,joined,n,code\r\n"
    [first, last] = csv.reader(io.StringIO(said["first"] + said["last"], newline=""))
    assert first[1:3] == ['Zoë "0" Müller, jr.', "'=0@example.com"]
    assert last[0] == str(MANY - 1)


def test_rows_are_written_out_while_others_are_still_to_be_read() -> None:
    sizes: list[int] = []
    file = io.BytesIO()

    def rows() -> Iterator[CsvRow]:
        for n in range(10_000):
            sizes.append(file.tell())
            yield n, "x" * 100

    write(file, ("n", "text"), rows())

    waiting = [size - written for size, written in zip(range(0, 10**6, 100), sizes, strict=True)]
    assert max(waiting) < 100_000


def test_vouchers_are_read_a_page_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = new_partner(world)
    codes_of(owner, 30)
    asked: list[str | None] = []
    query = Table.query

    def by_ten(table: Table, span: Span, *, limit: int, **more: Any) -> Slice:
        asked.append(more["after"])
        return query(table, span, limit=min(limit, 10), **more)

    monkeypatch.setattr(Table, "query", by_ten)
    order = Order(ClientId(world.client.id), owner.partner_id, VOUCHERS, {})
    sheet = order.kind.source(world.table, order, utc_now())
    asked.clear()

    rows = iter(sheet.rows)
    pages = [len(asked) for _ in zip(range(30), rows, strict=False)]

    assert sheet.expected == 30
    assert pages == [1] * 10 + [2] * 10 + [3] * 10
