"""CSV files for spreadsheets: RFC 4180, UTF-8, a header row, no cell that starts a formula.

Rows are written as they come, to memory up to 4 MB and to disk beyond, so a list of any length
needs little memory. What fits an answer is answered; a larger file goes to S3 behind a link.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from botocore.config import Config

from stvos import aws
from stvos.clock import Clock, utc_now
from stvos.endpoint import Raw, WithStatus
from stvos.ids import new_token
from stvos.keys import ClientId
from stvos.models import Answer, Instant
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CSV = "text/csv; charset=utf-8"
# A Lambda's answer holds 6 MB, with JSON's escapes around the text.
_ANSWERED_UP_TO = 4_000_000
_LINK_SECONDS = 3600
# What spreadsheets take for the start of a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

type Cell = str | int | float | Decimal | bool | datetime | date | None


class FileAnswer(Answer):
    """Where a file lies that is too large for an answer."""

    url: str
    expires_at: Instant
    rows: int
    sha256: str


def cell(value: Cell) -> str:
    """A cell's text. Text that would start a formula gets an apostrophe; numbers stay numbers."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return str(value)
        case datetime():
            return value.isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
    return "'" + value if value.startswith(_FORMULA) else value


def spreadsheet(
    tenant: ClientId,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    now: Clock = utc_now,
) -> Raw | WithStatus[FileAnswer]:
    """The file as an answer, or 202 with a link of an hour when it is over 4 MB.

    Row count and SHA-256 are in the headers `X-Row-Count` and `X-Content-SHA256`.
    """
    with SpooledTemporaryFile(max_size=_ANSWERED_UP_TO) as file:
        count, digest = write(cast("IO[bytes]", file), columns, rows)
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "X-Row-Count": str(count),
            "X-Content-SHA256": digest,
        }
        size = file.tell()
        file.seek(0)
        if size <= _ANSWERED_UP_TO:
            return Raw(file.read().decode(), CSV, headers)
        place = f"exports/{tenant}/{new_token(16)}/{name}.csv"
        expires = datetime.fromtimestamp(now().timestamp() + _LINK_SECONDS, tz=now().tzinfo)
        _s3().upload_fileobj(file, settings().bucket, place, ExtraArgs={"ContentType": CSV})
        url = _s3().generate_presigned_url(
            "get_object",
            Params={"Bucket": settings().bucket, "Key": place},
            ExpiresIn=_LINK_SECONDS,
        )
        answer = FileAnswer(url=url, expires_at=expires, rows=count, sha256=digest)
        return WithStatus(answer, HTTPStatus.ACCEPTED)


def write(
    file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> tuple[int, str]:
    """Write header and rows; answers how many rows there were and the file's SHA-256 in hex."""
    count, digest = 0, hashlib.sha256()
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")

    def flush() -> None:
        part = line.getvalue().encode()
        digest.update(part)
        file.write(part)
        line.seek(0)
        line.truncate()

    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
        if line.tell() > 65_536:
            flush()
    flush()
    return count, digest.hexdigest()


@lru_cache(maxsize=1)
def _s3() -> "S3Client":
    return aws.client("s3", Config(signature_version="s3v4"))
