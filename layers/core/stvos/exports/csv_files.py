"""CSV files for spreadsheets: RFC 4180, UTF-8, a header row, no cell that starts a formula.

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
_FORMULA = re.compile(
    r"""\A(?=[=+\-@\t\r\n\0＝＋－＠])"""
    r"""|(?<=[;\t\r\n])(?="*[=+\-@＝＋－＠])"""
)
_FLUSH_SIZE = 65_536

type Cell = str | int | float | Decimal | bool | datetime | date | None
type Row = Sequence[Cell]


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


def write(file: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> tuple[int, str]:
    """Write header and rows. Returns the number of rows and the file's SHA-256 in hex."""
    count, digest = 0, hashlib.sha256()
    text = io.StringIO(newline="")
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
