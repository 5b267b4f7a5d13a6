"""A partner's spreadsheets in the bucket: links work for an hour, files are kept for a day."""

from datetime import timedelta
from typing import IO, Self

from stvos import aws
from stvos.dynamodb.keys import ClientId
from stvos.exports.csv_files import CSV
from stvos.ids import new_token
from stvos.providers.downloads import signed_url
from stvos.settings import settings

_TIMEOUT_SECONDS = 20
LINK_LIFETIME = timedelta(hours=1)


class SpreadsheetFiles:
    """One partner's files. Tenant and partner are part of every object key."""

    def __init__(self, bucket: str, tenant: ClientId, partner_id: int) -> None:
        self._bucket = bucket
        self._folder = f"spreadsheets/{tenant}/{partner_id}"

    @classmethod
    def of(cls, tenant: ClientId, partner_id: int) -> Self:
        return cls(settings().bucket, tenant, partner_id)

    def store(self, file: IO[bytes], name: str) -> str:
        """Store a file, read as it is sent; answers where, a place that cannot be guessed."""
        place = f"{self._folder}/{new_token(24)}/{name}.csv"
        file.seek(0)
        aws.s3(_TIMEOUT_SECONDS).put_object(
            Bucket=self._bucket,
            Key=place,
            Body=file,
            ContentType=CSV,
            CacheControl="no-store",
            ContentDisposition=f'attachment; filename="{name}.csv"',
        )
        return place

    def link(self, place: str) -> str:
        """A link by which anyone can read a stored file for `LINK_LIFETIME`."""
        return signed_url(place, LINK_LIFETIME)

    def remove(self, place: str) -> None:
        aws.s3(_TIMEOUT_SECONDS).delete_object(Bucket=self._bucket, Key=place)
