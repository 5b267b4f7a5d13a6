"""The photos of scans in the bucket: those sent to be scanned, and those that are kept."""

from datetime import timedelta
from typing import Self

from botocore.exceptions import ClientError

from stvos import aws
from stvos.dynamodb.keys import ClientId, UserId
from stvos.errors import InvalidInput
from stvos.food_scans.uploads import object_of
from stvos.providers.downloads import signed_url
from stvos.settings import settings

SHOWN_FOR = timedelta(hours=1)
# Seconds: 20 MB at most.
_PATIENCE = 10


def photo_url(photo: str) -> str:
    """Where a photo can be seen for an hour."""
    return signed_url(photo, SHOWN_FOR)


def uploaded(tenant: ClientId, key: str) -> bytes:
    """The photo that was sent by this upload of this tenant; raises InvalidInput without one."""
    try:
        found = aws.s3(_PATIENCE).get_object(Bucket=settings().bucket, Key=object_of(tenant, key))
    except ClientError as error:
        # Who may not list a bucket gets 403 for what is not in it.
        if error.response["Error"]["Code"] in {"404", "403", "NoSuchKey", "AccessDenied"}:
            raise InvalidInput.at("body.uploadKey", "no photo was sent by it") from error
        raise
    return found["Body"].read()


class ScanPhotos:
    """The photos of one member's scans, among the objects that go with the account."""

    def __init__(self, bucket: str, tenant: ClientId, member: UserId) -> None:
        self._bucket = bucket
        self._owner = f"{tenant}/{member}"

    @classmethod
    def of(cls, tenant: ClientId, member: UserId) -> Self:
        return cls(settings().bucket, tenant, member)

    def store(self, scan_id: int, jpeg: bytes) -> str:
        """Keep a photo; answers its object key."""
        name = f"members/{self._owner}/scans/{scan_id}.jpg"
        aws.s3(_PATIENCE).put_object(
            Bucket=self._bucket,
            Key=name,
            Body=jpeg,
            ContentType="image/jpeg",
            CacheControl="no-store",
        )
        return name

    def remove(self, photo: str) -> None:
        aws.s3(_PATIENCE).delete_object(Bucket=self._bucket, Key=photo)
