"""The files of a final report: CSV for spreadsheets, JSON with all inputs to derive it again.

Both are made from the stored report alone, so a repetition writes the same bytes under the same
names.
"""

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from stvos import aws
from stvos.billing.answers import ReportAnswer
from stvos.billing.models import Report
from stvos.dynamodb.keys import ClientId
from stvos.exports.csv_files import CSV, Cell, write
from stvos.money import written
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# No line of totals: the sum of the column `amount` is the total.
COLUMNS = ("month", "description", "quantity", "unit_price", "amount", "currency")


def rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """The CSV's rows, one for each line."""
    for line in report.lines:
        yield (
            str(report.month),
            line.description,
            line.quantity,
            line.unit_price,
            written(line.amount, report.currency),
            report.currency,
        )


def as_csv(report: Report) -> bytes:
    """The CSV file, which is stored and attached to the mail."""
    file = io.BytesIO()
    write(file, COLUMNS, rows(report))
    return file.getvalue()


def as_json(report: Report) -> bytes:
    """The report as the portal shows it, without `emailedAt`, and its inputs."""
    shown = ReportAnswer.of(report).model_dump(mode="json", exclude={"emailed_at"})
    content = {"report": shown, "inputs": report.inputs.model_dump(mode="json")}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


class ReportFiles:
    """One partner's report files in the bucket."""

    def __init__(self, s3: "S3Client", bucket: str, tenant: ClientId, partner_id: int) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._folder = f"billing/{tenant}/{partner_id}"

    @classmethod
    def of(cls, tenant: ClientId, partner_id: int) -> Self:
        return cls(aws.s3(), settings().bucket, tenant, partner_id)

    def store(self, report: Report) -> None:
        """Write both files; a repetition changes nothing."""
        self._put(f"{report.month}.csv", as_csv(report), CSV)
        self._put(f"{report.month}.json", as_json(report), "application/json")

    def _put(self, name: str, content: bytes, media_type: str) -> None:
        self._s3.put_object(
            Bucket=self._bucket,
            Key=f"{self._folder}/{name}",
            Body=content,
            ContentType=media_type,
        )
