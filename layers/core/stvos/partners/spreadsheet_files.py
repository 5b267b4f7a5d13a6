"""A partner's spreadsheets in the bucket: stored, linked to for an hour, gone after a day."""

from datetime import timedelta
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Self

from botocore.config import Config

from stvos import aws
from stvos.ids import new_token
from stvos.keys import ClientId
from stvos.partners.spreadsheets import CSV
from stvos.providers.downloads import signed_url
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LINK_LIFETIME = timedelta(hours=1)


@lru_cache(maxsize=1)
def client() -> "S3Client":
    config = Config(connect_timeout=2, read_timeout=20, retries={"mode": "standard"})
    return aws.client("s3", config)


class SpreadsheetFiles:
    """One partner's files. Tenant and partner are fixed here and stand in every object's name."""

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
        client().put_object(
            Bucket=self._bucket,
            Key=place,
            Body=file,
            ContentType=CSV,
            ContentDisposition=f'attachment; filename="{name}.csv"',
        )
        return place

    def link(self, place: str) -> str:
        """An address that anybody can read a stored file from, for `LINK_LIFETIME`."""
        return signed_url(place, LINK_LIFETIME)

    def remove(self, place: str) -> None:
        client().delete_object(Bucket=self._bucket, Key=place)
