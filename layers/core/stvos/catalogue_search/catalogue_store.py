"""Where snapshots are kept: objects in the bucket, and an item that says which one is current.

Access patterns C15 and C16 of docs/data-model.md. An object's name holds its version and a digest
of its content, so it is written once and never changed. The item moves forward by one version at
a time, under the condition that it was not moved meanwhile: of two rebuilds the one that started
from older data has to start again, and a killed one leaves nothing but an object that the next
one clears away.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from botocore.exceptions import ClientError

from stvos import aws
from stvos.catalogue.models import CataloguePointer
from stvos.catalogue_search.snapshot import FORMAT
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, put
from stvos.errors import Conflict
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# A reader may still be fetching the snapshot it was pointed to a moment ago.
_GRACE = timedelta(minutes=10)


class MovedOnError(Exception):
    """Another process published a snapshot meanwhile."""


class CatalogueStore:
    """One client's snapshots. The tenant is fixed here, so no other's can be read or replaced."""

    def __init__(self, table: Table, bucket: str, objects: "S3Client", tenant: ClientId) -> None:
        self._table = table
        self.bucket = bucket
        self._objects = objects
        self._key = Keys(tenant).catalogue(FORMAT)
        self._prefix = f"catalogues/{tenant}/{FORMAT}/"

    @classmethod
    def of(cls, tenant: ClientId) -> Self:
        return cls(Table.of_stack(), settings().bucket, aws.s3(), tenant)

    def pointer(self, *, consistent: bool = False) -> CataloguePointer | None:
        """C15: which snapshot is current; None when none was ever made."""
        item = self._table.find(self._key, consistent=consistent)
        return CataloguePointer.of_item(item) if item else None

    def load(self, pointer: CataloguePointer) -> bytes | None:
        """The snapshot pointed to; None when it was replaced and cleared away since."""
        try:
            answer = self._objects.get_object(Bucket=self.bucket, Key=pointer.object_key)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                return None
            raise
        return answer["Body"].read()

    def publish(
        self, snapshot: bytes, before: CataloguePointer | None, plays_at: datetime
    ) -> CataloguePointer:
        """C16: make a snapshot the current one, after `before`; raises MovedOnError."""
        digest = hashlib.sha256(snapshot).hexdigest()
        version = before.version + 1 if before else 1
        key = f"{self._prefix}{version:012d}-{digest[:32]}.sqlite.gz"
        self._objects.put_object(
            Bucket=self.bucket, Key=key, Body=snapshot, ContentType="application/gzip"
        )
        after = CataloguePointer(version=version, object_key=key, plays_at=plays_at)
        self._move(before, after)
        return after

    def clear_old(self, current: CataloguePointer) -> None:
        """Remove what no reader needs any more: replaced snapshots, and those of killed runs."""
        pages = self._objects.get_paginator("list_objects_v2")
        deadline = datetime.now(UTC) - _GRACE
        for page in pages.paginate(Bucket=self.bucket, Prefix=self._prefix):
            for stored in page.get("Contents", []):
                if stored["Key"] != current.object_key and stored["LastModified"] < deadline:
                    self._objects.delete_object(Bucket=self.bucket, Key=stored["Key"])

    def keep(self, pointer: CataloguePointer, plays_at: datetime) -> CataloguePointer:
        """C16: the same content again, so only remember when the plays were read."""
        if plays_at <= pointer.plays_at:
            return pointer
        after = pointer.model_copy(update={"plays_at": plays_at})
        self._move(pointer, after)
        return after

    def _move(self, before: CataloguePointer | None, after: CataloguePointer) -> None:
        unmoved = Attr("version").eq(before.version) if before else Attr("pk").not_exists()
        item = after.to_item() | {"type": "catalogue"}
        try:
            self._table.write(put(self._key, item, only_if=unmoved, refusal=_Lost()))
        except _Lost as lost:
            raise MovedOnError from lost


class _Lost(Conflict):
    """The pointer is not where it was."""
