"""A member's objects in the bucket: how they are named, read, written and removed."""

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Self

from botocore.exceptions import ClientError

from stvos import aws
from stvos.dynamodb.keys import ClientId, UserId
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

# Divisible by 3, so that pieces of base64 join without padding.
_CHUNK = 3 * 65_536
# Seconds: an archive may be large.
_PATIENCE = 20


class MemberObjects:
    """One member's objects. Tenant and member are fixed here, so no other's can be touched."""

    def __init__(self, bucket: str, tenant: ClientId, member: UserId) -> None:
        self._bucket = bucket
        self._owner = f"{tenant}/{member}"

    @classmethod
    def of(cls, tenant: ClientId, member: UserId) -> Self:
        return cls(settings().bucket, tenant, member)

    @property
    def photo(self) -> str:
        """One name for all photos of a member: a new one takes the place of the old."""
        return f"members/{self._owner}/photo"

    def export(self, file: str) -> str:
        return f"exports/{self._owner}/{file}.json"

    def media_type(self, name: str) -> str | None:
        """What an object is, None when it is not there."""
        try:
            return aws.s3(_PATIENCE).head_object(Bucket=self._bucket, Key=name)["ContentType"]
        except ClientError as error:
            # Who may not list a bucket gets 403 for what is not in it.
            if error.response["Error"]["Code"] in {"404", "403", "NoSuchKey"}:
                return None
            raise

    def read(self, name: str) -> Iterator[bytes]:
        """An object's content, piece by piece."""
        body = aws.s3(_PATIENCE).get_object(Bucket=self._bucket, Key=name)["Body"]
        while piece := body.read(_CHUNK):
            yield piece

    def write(self, name: str, content: IO[bytes], content_type: str) -> None:
        """Store an object, read from a file as it is sent: a large one is never in memory."""
        aws.s3(_PATIENCE).put_object(
            Bucket=self._bucket,
            Key=name,
            Body=content,
            ContentType=content_type,
            CacheControl="no-store",
        )

    def remove(self, name: str) -> None:
        aws.s3(_PATIENCE).delete_object(Bucket=self._bucket, Key=name)

    def remove_all(self) -> None:
        """Remove every object of the member, a thousand at a time."""
        for prefix in (f"members/{self._owner}/", f"exports/{self._owner}/"):
            while True:
                page = aws.s3(_PATIENCE).list_objects_v2(Bucket=self._bucket, Prefix=prefix)
                names: list[ObjectIdentifierTypeDef] = [
                    {"Key": stored["Key"]} for stored in page.get("Contents", [])
                ]
                if not names:
                    break
                answer = aws.s3(_PATIENCE).delete_objects(
                    Bucket=self._bucket, Delete={"Objects": names, "Quiet": True}
                )
                if answer.get("Errors"):
                    raise RuntimeError("S3 did not remove every object")
