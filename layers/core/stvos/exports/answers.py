"""The answer to an export: the file itself, a link to it, or how far it is."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Literal

from stvos.exports.csv_files import CSV, CsvRow, write
from stvos.exports.jobs import MadeFile
from stvos.exports.stored_files import LINK_LIFETIME, SpreadsheetFiles
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.replies import Raw, WithStatus

# A Lambda's answer holds 6 MB, and JSON's escapes make the text longer.
MAX_INLINE_BYTES = 4_000_000


class SpreadsheetAnswer(Answer):
    """A spreadsheet too large for an answer.

    `running`: ask again after `Retry-After` seconds. `ready`: `url` leads to the file until
    `expiresAt`, `rows` and `sha256` show whether it is whole. `failed`: ask again to start again.
    """

    status: Literal["running", "ready", "failed"]
    url: OmittedIfNone[str] = None
    expires_at: OmittedIfNone[Instant] = None
    rows: OmittedIfNone[int] = None
    sha256: OmittedIfNone[str] = None


Answered = Raw | WithStatus[SpreadsheetAnswer]


def answered(
    files: SpreadsheetFiles,
    name: str,
    columns: Sequence[str],
    rows: Iterable[CsvRow],
    now: datetime,
) -> Answered:
    """The file itself, or 202 with a link of an hour when it is over 4 MB.

    Row count and SHA-256 are in the headers `X-Row-Count` and `X-Content-SHA256`.
    """
    with SpooledTemporaryFile(max_size=MAX_INLINE_BYTES) as file:
        count, digest = write(file, columns, rows)
        if file.tell() > MAX_INLINE_BYTES:
            made = MadeFile(place=files.store(file, name), rows=count, sha256=digest)
            return ready(files, made, now)
        file.seek(0)
        disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Raw(file.read().decode(), CSV, disposition | _facts(count, digest))


def ready(files: SpreadsheetFiles, made: MadeFile, now: datetime) -> WithStatus[SpreadsheetAnswer]:
    """The link to a stored file, to which a caller that does not ask for JSON is sent."""
    url = files.link(made.place)
    answer = SpreadsheetAnswer(
        status="ready",
        url=url,
        expires_at=now + LINK_LIFETIME,
        rows=made.rows,
        sha256=made.sha256,
    )
    facts = _facts(made.rows, made.sha256)
    return WithStatus(answer, HTTPStatus.ACCEPTED, facts, location=url)


def running(retry_after: timedelta) -> WithStatus[SpreadsheetAnswer]:
    """The file is being made."""
    headers = {"Retry-After": str(int(retry_after.total_seconds()))}
    return WithStatus(SpreadsheetAnswer(status="running"), HTTPStatus.ACCEPTED, headers)


def failed() -> WithStatus[SpreadsheetAnswer]:
    """The file could not be made; the next request starts it again."""
    return WithStatus(SpreadsheetAnswer(status="failed"), HTTPStatus.ACCEPTED)


def _facts(rows: int, sha256: str) -> dict[str, str]:
    return {"X-Row-Count": str(rows), "X-Content-SHA256": sha256}
