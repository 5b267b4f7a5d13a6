"""A request for content as Vertex AI checks it, by the JSON form of its protocol buffers."""

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

IMAGES = frozenset({"image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"})
MIME_TYPES = ("text/plain", "application/json", "text/x.enum")
_ROLES = ("user", "model")
_REQUEST = "contents systemInstruction generationConfig safetySettings tools toolConfig labels"
_CONTENT = "role parts"
_PART = "text inlineData fileData"
_INLINE = "mimeType data"
_CONFIG = (
    "temperature topP topK candidateCount maxOutputTokens stopSequences responseMimeType"
    " responseSchema presencePenalty frequencyPenalty seed thinkingConfig mediaResolution"
)
_RANGES = {
    "temperature": (0, 2),
    "topP": (0, 1),
    "candidateCount": (1, 1),
    "maxOutputTokens": (1, 65_536),
}

type Fields = dict[str, Any]


class RefusedError(Exception):
    """What is wrong with a request, and with which field of it."""

    def __init__(self, message: str, field: str = "", *, status: int = 400) -> None:
        super().__init__(message)
        self.field = field
        self.status = status


@dataclass(frozen=True)
class GeminiRequest:
    """A request that is in order."""

    body: bytes
    letters: int
    images: int
    mime_type: str
    schema: Fields | None
    max_tokens: int | None

    @property
    def described(self) -> str:
        return f"{self.letters} letters and {self.images} images that it was sent"


def read(body: bytes) -> GeminiRequest:
    """The request in a body; raises RefusedError."""
    try:
        given = json.loads(body)
    except ValueError:
        raise RefusedError("Invalid JSON payload received.") from None
    request = fields_of(given, "", _REQUEST)
    contents = list_of(request.get("contents"), "contents")
    if not contents:
        raise RefusedError(
            "Unable to submit request because at least one contents field is required.", "contents"
        )
    parts = [
        part
        for place, content in enumerate(contents)
        for part in _parts(content, f"contents[{place}]", with_role=True)
    ]
    if (instruction := request.get("systemInstruction")) is not None:
        parts += _parts(instruction, "system_instruction", with_role=False)
    config = _config(request.get("generationConfig") or {})
    return GeminiRequest(
        body=body,
        letters=sum(len(part.get("text", "")) for part in parts),
        images=sum("text" not in part for part in parts),
        mime_type=config.get("responseMimeType") or MIME_TYPES[0],
        schema=config.get("responseSchema"),
        max_tokens=config.get("maxOutputTokens"),
    )


def _parts(given: Any, path: str, *, with_role: bool) -> list[Fields]:
    content = fields_of(given, path, _CONTENT)
    if with_role and content.get("role") not in _ROLES:
        raise RefusedError("Please use a valid role: user, model.", f"{path}.role")
    parts = list_of(content.get("parts"), f"{path}.parts")
    if not parts:
        raise RefusedError(
            "Unable to submit request because it must include at least one parts field, which"
            " describes the prompt input.",
            f"{path}.parts",
        )
    return [_part(part, f"{path}.parts[{place}]") for place, part in enumerate(parts)]


def _part(given: Any, path: str) -> Fields:
    part = fields_of(given, path, _PART)
    if len(part) != 1:
        raise RefusedError(
            "Unable to submit request because it must have exactly one of text, inline_data and"
            " file_data in each part.",
            path,
        )
    if "text" in part and not isinstance(part["text"], str):
        raise wrong_type(f"{path}.text", "TYPE_STRING")
    if "inlineData" in part:
        _image(fields_of(part["inlineData"], f"{path}.inline_data", _INLINE), f"{path}.inline_data")
    return part


def _image(inline: Fields, path: str) -> None:
    if inline.get("mimeType") not in IMAGES:
        raise RefusedError(
            "Unable to submit request because it has a mimeType parameter with value"
            f" {inline.get('mimeType', '')}, which is not supported.",
            f"{path}.mime_type",
        )
    try:
        if not b64decode(inline.get("data", ""), validate=True):
            raise RefusedError("Unable to submit request because its image is empty.", path)
    except (NotBase64, TypeError, ValueError):
        raise wrong_type(f"{path}.data", "TYPE_BYTES") from None


def _config(given: Any) -> Fields:
    config = fields_of(given, "generation_config", _CONFIG)
    for name, (least, most) in _RANGES.items():
        value = config.get(name, least)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise wrong_type(f"generation_config.{_snake(name)}", "TYPE_NUMBER")
        if not least <= value <= most:
            raise RefusedError(
                f"Unable to submit request because it has a {name} value of {value} but the"
                f" supported range is from {least} (inclusive) to {most} (inclusive).",
                f"generation_config.{_snake(name)}",
            )
    mime_type = config.get("responseMimeType") or MIME_TYPES[0]
    if mime_type not in MIME_TYPES:
        raise RefusedError(
            f"Unable to submit request because it has an unsupported response_mime_type"
            f" {mime_type}.",
            "generation_config.response_mime_type",
        )
    if config.get("responseSchema") is not None and mime_type == MIME_TYPES[0]:
        raise RefusedError(
            "Unable to submit request because a response_schema needs the response_mime_type"
            " application/json or text/x.enum.",
            "generation_config.response_schema",
        )
    return config


def fields_of(given: Any, path: str, known: str) -> Fields:
    """An object's fields by their JSON names; both spellings are taken, unknown ones refused."""
    if not isinstance(given, dict):
        raise wrong_type(path or "request", "an object")
    found = {}
    for written, value in given.items():
        name = re.sub(r"_([a-z])", lambda match: match[1].upper(), written)
        if name not in known.split():
            where = f" at '{path}'" if path else ""
            raise RefusedError(
                f'Invalid JSON payload received. Unknown name "{written}"{where}: Cannot find'
                " field.",
                path,
            )
        found[name] = value
    return found


def list_of(given: Any, path: str) -> list[Any]:
    if given is not None and not isinstance(given, list):
        raise wrong_type(path, "a list")
    return given or []


def wrong_type(path: str, wanted: str) -> RefusedError:
    return RefusedError(f"Invalid value at '{path}' ({wanted}).", path)


def _snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()
