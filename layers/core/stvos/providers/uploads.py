"""Signed forms by which apps and operators send a file straight into the bucket."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from stvos import aws
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Form:
    """Where a file is posted as multipart/form-data, and the fields that go before it."""

    url: str
    fields: dict[str, str]


def signed_form(
    object_key: str,
    content_type: str,
    size: int,
    lifetime: timedelta,
    *,
    smallest: int | None = None,
) -> Form:
    """A form for one object of exactly this media type and size; S3 refuses any other.

    With `smallest`, `size` is the largest that is taken.
    """
    conditions: list[Any] = [
        {"Content-Type": content_type},
        ["content-length-range", size if smallest is None else smallest, size],
    ]
    signed = _s3().generate_presigned_post(
        settings().bucket,
        object_key,
        Fields={"Content-Type": content_type},
        Conditions=conditions,
        ExpiresIn=int(lifetime.total_seconds()),
    )
    return Form(signed["url"], signed["fields"])


@lru_cache(maxsize=1)
def _s3() -> "S3Client":
    # The address in the bucket's own region: the global one redirects, and forms do not follow.
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    return aws.client("s3", config)
