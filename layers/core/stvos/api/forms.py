"""Reading a form: an image, and beside it fields of the body as text."""

from email.parser import BytesParser
from email.policy import HTTP

from stvos.errors import InvalidInput, PayloadTooLarge
from stvos.pictures import MAX_IN_REQUEST

_IMAGE = "image"
_AROUND_IT = 10_000


def read_form(content_type: str, raw: bytes) -> tuple[bytes, dict[str, str]]:
    """The image, and the first text of each other name. Raises InvalidInput, PayloadTooLarge."""
    if len(raw) > MAX_IN_REQUEST + _AROUND_IT:
        raise PayloadTooLarge(details="Send an image of this size through an upload.")
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    form = BytesParser(policy=HTTP).parsebytes(head + raw)
    if not form.is_multipart():
        raise InvalidInput.at("body", "is no multipart/form-data with the boundary it names")
    fields: dict[str, list[bytes]] = {}
    for part in form.iter_parts():
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True)
        fields.setdefault(str(name), []).append(content if isinstance(content, bytes) else b"")
    images = fields.pop(_IMAGE, [])
    if len(images) != 1:
        raise InvalidInput.at(f"body.{_IMAGE}", "must be sent exactly once")
    return images[0], {name: sent[0].decode("utf-8", "replace") for name, sent in fields.items()}
