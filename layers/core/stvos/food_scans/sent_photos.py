"""The photo of a request: a part of a form, a data URL in JSON, or the key of an upload."""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from stvos.errors import InvalidInput
from stvos.models import Body, Line200
from stvos.patterns import matching
from stvos.pictures import MAX_IN_REQUEST

# The smallest picture, for the reference: one white pixel.
_EXAMPLE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAA"
    "CklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)


class ScanPhotoBody(Body):
    """One of both: the photo as a data URL, or the key of its upload. `hint`: what the member says
    it shows.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"image": _EXAMPLE}]})

    image: (
        Annotated[
            str,
            StringConstraints(max_length=MAX_IN_REQUEST * 4 // 3 + 100),
            matching(
                r"^data:image/[a-zA-Z0-9.-]{1,20};base64,", "a data URL of an image in base64"
            ),
        ]
        | None
    ) = None
    upload_key: (
        Annotated[
            str,
            StringConstraints(max_length=32),
            matching(r"^[A-Za-z0-9_-]{32}$", "the `uploadKey` that an upload was answered with"),
        ]
        | None
    ) = None
    hint: Line200 | None = None


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """The photo's bytes, or the key of the upload that has them."""

    content: bytes | None
    upload_key: str | None
    hint: str | None


def sent_photo(image: bytes | None, body: ScanPhotoBody) -> SentPhoto:
    """`image`: of a form, where it is one. Raises InvalidInput with the field."""
    if image is not None:
        return SentPhoto(image, None, body.hint)
    if (body.image is None) == (body.upload_key is None):
        raise InvalidInput.at("body", "needs either image or uploadKey")
    if body.image is None:
        return SentPhoto(None, body.upload_key, body.hint)
    try:
        content = b64decode(body.image.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise InvalidInput.at("body.image", "is not base64") from error
    return SentPhoto(content, None, body.hint)
