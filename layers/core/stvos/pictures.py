"""A brand's pictures: uploaded ones, and ones that are elsewhere on the web.

An uploaded picture is stored by its `ref`, the name of its object, and answered as an address that
needs no sign-in and stays the same. Whoever has the address sees the picture: the random part of
its name is what keeps it to those who were shown it.
"""

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    PlainSerializer,
    SerializationInfo,
    StringConstraints,
    ValidationInfo,
)

from stvos.dynamodb.keys import ClientId
from stvos.errors import NotFound
from stvos.ids import new_token
from stvos.models import web_address
from stvos.patterns import matching
from stvos.settings import settings

TENANT = "pictures_of"
"""In the context by which a body is read: the client whose uploads it may name."""
BASE = "pictures_at"
"""In the context by which an answer is written: what stands before a `ref`."""
MAX_IN_REQUEST = 4_500_000
"""API Gateway hands a Lambda 6 MB at most, in base64; what is larger goes through an upload."""

_FOLDER = "pictures/"
_NAME = re.compile(r"[0-9]{1,16}-[A-Za-z0-9_-]{20,60}\.(?:jpg|png|webp)")


def picture_ref(tenant: ClientId, ending: str) -> str:
    """A new object that a picture of this client is stored as."""
    return f"{_FOLDER}{tenant}-{new_token(16)}.{ending}"


def picture_named(name: str) -> str:
    """The object of an uploaded picture. Raises NotFound for what cannot be the name of one."""
    if not _NAME.fullmatch(name):
        raise NotFound
    return _FOLDER + name


def shown_at(picture: str, base: str) -> str | None:
    """The address of a stored picture; None for an uploaded one where `base` is not known."""
    if not picture.startswith(_FOLDER):
        return picture
    return f"{base}/{picture}" if base else None


def mail_picture(picture: str | None) -> str | None:
    """The address of a picture in a mail, which is not written for one caller of the API."""
    return shown_at(picture, settings().pictures) if picture else None


def _own_or_elsewhere(text: str, info: ValidationInfo) -> str:
    if not text.startswith(_FOLDER):
        return web_address(text)
    name = text.removeprefix(_FOLDER)
    owner = (info.context or {}).get(TENANT)
    if _NAME.fullmatch(name) and name.partition("-")[0] == str(owner):
        return text
    raise ValueError("must be a web address, or the ref of a picture that this client uploaded")


def _shown(picture: str, info: SerializationInfo) -> str:
    context: dict[str, Any] = info.context or {}
    return shown_at(picture, context.get(BASE, "")) or picture


Picture = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000),
    matching(
        r"^(?:https?://[^\s<>\"'\\]+|pictures/[0-9]{1,16}-[A-Za-z0-9_.-]+)$",
        "a web address, or the `ref` of an upload",
    ),
    AfterValidator(_own_or_elsewhere),
]
"""In a request."""

PictureUrl = Annotated[str, PlainSerializer(_shown, return_type=str, when_used="json")]
"""In an answer: made of what is stored."""
