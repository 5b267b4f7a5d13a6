"""CSV files for spreadsheets: RFC 4180, UTF-8, a header row, no cell that starts a formula.

They begin with a byte order mark, by which spreadsheets know UTF-8, and ids are text: of a number
with more than 15 digits a spreadsheet would change the last ones.

Rows are written one by one, so a file of any length needs little memory.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

CSV = "text/csv; charset=utf-8"
# Where text would start a formula: OWASP's characters (CSV Injection; NUL is from ASVS 1.2.10) at
# its beginning. Excel cuts at semicolons in half of Europe, and then at the line breaks of what is
# no quoted cell to it: so behind those, too, and behind the quotes that it takes off there.
# Invisible characters before it do not keep a spreadsheet from seeing it.
_INVISIBLE = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_FORMULA = re.compile(
    rf"""\A(?=[\t\r\n\0]|[{_INVISIBLE}]*[=+\-@＝＋－＠])"""
    rf"""|(?<=[;\t\r\n])(?=["{_INVISIBLE}]*[=+\-@＝＋－＠])"""
)
_FLUSH_SIZE = 65_536

type Cell = str | int | float | Decimal | bool | datetime | date | None
type CsvRow = Sequence[Cell]


def cell(value: Cell) -> str:
    """A cell's text. Text that would start a formula gets an apostrophe; numbers stay numbers."""
    match value:
        case str():
            return _FORMULA.sub("'", value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int() | float():
            return str(value)
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat()


def id_cell(number: int) -> str:
    """An id as a cell of text."""
    return f"'{number}"


def write(file: IO[bytes], columns: Sequence[str], rows: Iterable[CsvRow]) -> tuple[int, str]:
    """Write header and rows. Returns the number of rows and the file's SHA-256 in hex."""
    count, digest = 0, hashlib.sha256()
    text = io.StringIO("\N{BYTE ORDER MARK}", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")

    def flush() -> None:
        # Half of a surrogate pair has no UTF-8 form: write a question mark rather than fail.
        part = text.getvalue().encode("utf-8", "replace")
        digest.update(part)
        file.write(part)
        text.seek(0)
        text.truncate()

    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
        if text.tell() > _FLUSH_SIZE:
            flush()
    flush()
    return count, digest.hexdigest()
