"""How an app sends a photo that is too large for a request: straight into the bucket, for a day."""

from dataclasses import dataclass
from datetime import timedelta

from stvos.dynamodb.keys import ClientId
from stvos.errors import PayloadTooLarge, UnsupportedImage
from stvos.food_scans.requests import PhotoUploadBody
from stvos.ids import new_token
from stvos.providers.uploads import Form, signed_form

MAX_PHOTO_BYTES = 20_000_000
PHOTO_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PhotoUpload:
    """Where a photo is sent, and the key by which a scan then names it."""

    form: Form
    key: str


def photo_upload(tenant: ClientId, body: PhotoUploadBody) -> PhotoUpload:
    """A form for exactly this photo. The key is a secret and works in its tenant only. Raises
    UnsupportedImage and PayloadTooLarge.
    """
    content_type = body.content_type.strip().lower()
    if content_type not in PHOTO_TYPES:
        raise UnsupportedImage(details=f"Send one of {', '.join(sorted(PHOTO_TYPES))}.")
    if body.size > MAX_PHOTO_BYTES:
        raise PayloadTooLarge(details=f"A photo has at most {MAX_PHOTO_BYTES} bytes.")
    key = new_token(24)
    form = signed_form(object_of(tenant, key), content_type, body.size, _LIFETIME)
    return PhotoUpload(form, key)


def object_of(tenant: ClientId, key: str) -> str:
    """Where a photo is stored until it is scanned: a key cannot leave its tenant."""
    return f"scan-uploads/{tenant}/{key}"
