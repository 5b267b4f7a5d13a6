"""The photo of a request: a part of a form, a data URL in JSON, or the key of an upload."""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import Annotated

from pydantic import ConfigDict, StringConstraints, ValidationError

from stvos.errors import (
    InvalidInput,
    MalformedJson,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from stvos.invalid_fields import invalid, problems_of
from stvos.models import Body, Line200

MAX_IN_REQUEST = 4_500_000
"""API Gateway hands a Lambda 6 MB at most, in base64; what is larger goes through an upload."""

_FORM, _JSON = "multipart/form-data", "application/json"
_FIELD, _HINT = "image", "hint"
_DATA_URL = r"^data:image/[a-zA-Z0-9.-]{1,20};base64,"


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
            str, StringConstraints(max_length=MAX_IN_REQUEST * 4 // 3 + 100, pattern=_DATA_URL)
        ]
        | None
    ) = None
    upload_key: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{32}$", max_length=32)] | None
    ) = None
    hint: Line200 | None = None


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """The photo's bytes, or the key of the upload that has them."""

    content: bytes | None
    upload_key: str | None
    hint: str | None


def sent_photo(media_type: str, body: bytes) -> SentPhoto:
    """Raises InvalidInput with the field, MalformedJson, PayloadTooLarge, UnsupportedMediaType."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        return _of_form(media_type, body)
    if kind in {_JSON, ""}:
        return _of_json(body)
    raise UnsupportedMediaType(details=f"Send {_FORM} or {_JSON}.")


def _of_form(media_type: str, body: bytes) -> SentPhoto:
    if len(body) > MAX_IN_REQUEST + 10_000:
        raise PayloadTooLarge(details="Send a photo of this size through an upload.")
    head = f"Content-Type: {media_type}\r\n\r\n".encode("latin-1", "replace")
    form = BytesParser(policy=HTTP).parsebytes(head + body)
    if not form.is_multipart():
        raise InvalidInput.at("body", "is no multipart/form-data with the boundary it names")
    fields: dict[str, list[bytes]] = {}
    for part in form.iter_parts():
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True)
        fields.setdefault(str(name), []).append(content if isinstance(content, bytes) else b"")
    images = fields.get(_FIELD, [])
    if len(images) != 1:
        raise InvalidInput.at(f"body.{_FIELD}", "must be sent exactly once")
    hint = b"".join(fields.get(_HINT, [])[:1]).decode("utf-8", "replace")
    return SentPhoto(images[0], None, _read(ScanPhotoBody, {"hint": hint}).hint if hint else None)


def _of_json(body: bytes) -> SentPhoto:
    try:
        sent = ScanPhotoBody.model_validate_json(body or b"{}", strict=True, by_name=False)
    except ValidationError as error:
        problems = problems_of(error)
        if problems[0]["type"] == "json_invalid":
            raise MalformedJson(details=problems[0]["msg"]) from error
        raise invalid("body", problems) from error
    if (sent.image is None) == (sent.upload_key is None):
        raise InvalidInput.at("body", "needs either image or uploadKey")
    if sent.image is None:
        return SentPhoto(None, sent.upload_key, sent.hint)
    try:
        content = b64decode(sent.image.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise InvalidInput.at("body.image", "is not base64") from error
    return SentPhoto(content, None, sent.hint)


def _read(model: type[ScanPhotoBody], sent: dict[str, str]) -> ScanPhotoBody:
    try:
        return model.model_validate(sent, by_name=False)
    except ValidationError as error:
        raise invalid("body", problems_of(error)) from error
