"""Spreadsheets that are safe to open and true to their numbers."""

import csv
import hashlib
import io
from decimal import Decimal

import pytest

from stvos.partners.spreadsheets import cell, write


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_text_that_would_start_a_formula_is_made_harmless(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "text"), [(-3, "-3"), (-0.5, "-0.5"), (Decimal("-1.10"), "-1.10")]
)
def test_negative_numbers_stay_numbers(value: object, text: str) -> None:
    assert cell(value) == text  # type: ignore[arg-type]


def test_a_file_reads_back_as_it_was_written() -> None:
    rows = [("Zoë", 'say "hi"', 1), ("a,b", "two\nlines", None)]
    file = io.BytesIO()

    count, digest = write(file, ("name", "quote", "n"), rows)

    content = file.getvalue()
    assert (count, digest) == (2, hashlib.sha256(content).hexdigest())
    read = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert read == [["name", "quote", "n"], ["Zoë", 'say "hi"', "1"], ["a,b", "two\nlines", ""]]
    assert content.count(b"\r\n") == 3
