"""Spreadsheets that are safe to open and true to their numbers."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.exports.csv_files import Cell, CsvRow, cell, write

STARTS = "=+-@\t\r\n\0＝＋－＠"
# What makes trouble, more often than by chance; half of a surrogate pair among it.
TROUBLE = st.sampled_from([*STARTS, *",;\"'| ", "a", "é", "日", "🏃", "\ud800"])
TEXTS = st.text(TROUBLE | st.characters(), max_size=30)
NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
CELLS = TEXTS | NUMBERS | st.none() | st.booleans()


def written(columns: Sequence[str], rows: Sequence[CsvRow]) -> bytes:
    file = io.BytesIO()
    count, digest = write(file, columns, rows)
    assert (count, digest) == (len(rows), hashlib.sha256(file.getvalue()).hexdigest())
    return file.getvalue()


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=delimiter, strict=delimiter == ","))


def stored(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "-5",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "\0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
        " =1",
        "\u200b=1+1",
        "\u00a0\u2060-1",
        "\ufeff@SUM(A1)",
        "\u3164+1",
        "\x1b=1",
    ],
)
def test_text_that_would_start_a_formula_is_made_harmless(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("Bob;=1+1;x", "Bob;'=1+1;x"),
        ('Bob;"=1+1;x', "Bob;'\"=1+1;x"),
        ("two\n=1+1", "two\n'=1+1"),
        ("\r=1", "'\r'=1"),
        ("tab\t@A1", "tab\t'@A1"),
    ],
)
def test_nor_does_it_start_one_where_the_file_is_cut_at_semicolons(
    text: str, harmless: str
) -> None:
    assert cell(text) == harmless


@pytest.mark.parametrize(
    "text", ["", "Zoë", "a-b", "1=1", "me@example.com", "'quoted'", "x; y", "two\r\nlines", " 1"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3, "-3"),
        (-0.5, "-0.5"),
        (Decimal("-1.10"), "-1.10"),
        (Decimal("-1E+3"), "-1000"),
        (True, "true"),
        (None, ""),
        (datetime(2026, 11, 25, 7, 30, 0, 500, tzinfo=UTC), "2026-11-25T07:30:00Z"),
    ],
)
def test_negative_numbers_stay_numbers(value: Cell, text: str) -> None:
    assert cell(value) == text


def test_a_file_reads_back_as_it_was_written() -> None:
    rows = [("Zoë", 'say "hi"', 1), ("a,b", "two\nlines", None)]

    content = written(("name", "quote", "n"), rows)

    assert read(content) == [
        ["name", "quote", "n"],
        ["Zoë", 'say "hi"', "1"],
        ["a,b", "two\nlines", ""],
    ]
    assert content.count(b"\r\n") == 3


def test_a_file_without_rows_has_its_header() -> None:
    assert written(("code", "status"), []) == b"\xef\xbb\xbfcode,status\r\n"


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_every_cell_reads_back_by_rfc_4180(rows: list[CsvRow]) -> None:
    content = written(("a", "b", "c"), rows)

    head, *body = read(content)

    assert head == ["a", "b", "c"]
    assert body == [[stored(cell(value)) for value in row] for row in rows]


@given(number=NUMBERS)
def test_numbers_read_back_as_the_same_numbers(number: int | Decimal) -> None:
    [[text]] = read(written(("n",), [(number,)]))[1:]

    assert Decimal(text) == number


@given(text=TEXTS)
def test_nothing_but_apostrophes_is_added_to_a_text(text: str) -> None:
    assert cell(text).replace("'", "") == text.replace("'", "")


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3))
def test_no_text_starts_a_formula_however_the_file_is_cut(rows: list[CsvRow]) -> None:
    content = written(("name", "mail"), rows)

    for delimiter in (",", ";", "\t"):
        cells = [value for row in read(content, delimiter) for value in row]
        # Cut at other places than commas, a cell may also begin with what is left of a line break.
        starts = STARTS if delimiter == "," else "=+-@＝＋－＠"
        assert [value for value in cells if value.startswith(tuple(starts))] == []
