"""Reading a request: API Gateway's proxy event, its headers, its body and query as models."""

import json
from base64 import b64decode
from typing import Any, Generic

from pydantic import BaseModel, ValidationError
from typing_extensions import TypeVar

from stvos.api.spec import JSON
from stvos.errors import (
    FieldError,
    InvalidInput,
    MalformedJson,
    NotFound,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from stvos.identity.principal import Principal
from stvos.ids import MAX_ID

type Event = dict[str, Any]

_MAX_JSON_BYTES = 1_000_000


_Model = TypeVar("_Model")
_Caller = TypeVar("_Caller", default=None)


class Request(Generic[_Model, _Caller]):
    """One call: `Request[CreateThing, Account]`.

    `body` or `query` is the declared model; `caller` the signed-in person as stored, read once a
    request, and None where no one signs in.
    """

    def __init__(
        self, event: Event, principal: Principal, body: _Model, query: _Model, caller: _Caller
    ) -> None:
        self.event = event
        self.principal = principal
        self.body = body
        self.query = query
        self.caller = caller

    def path_id(self, name: str) -> int:
        """An id of the path; what cannot be an id is not found, like an unknown one."""
        text = self.path_text(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 16 and 0 < int(text) <= MAX_ID):
            raise NotFound
        return int(text)

    def path_text(self, name: str) -> str:
        """A path parameter as it came, without a decoded NUL or slash in it."""
        text = str((self.event.get("pathParameters") or {}).get(name) or "")
        if not text or len(text) > 200 or not text.isprintable() or "/" in text:
            raise NotFound
        return text

    @property
    def raw_body(self) -> bytes:
        """The body's bytes, for routes that take no JSON."""
        return body_bytes(self.event)

    def header(self, name: str) -> str:
        return header(self.event, name)


def parse_body(model: type[BaseModel], event: Event, public: bool, ignored: list[str]) -> BaseModel:
    raw = body_bytes(event)
    if len(raw) > _MAX_JSON_BYTES:
        raise PayloadTooLarge
    media = header(event, "Content-Type").partition(";")[0].strip().lower()
    if raw and media and media != JSON and not media.endswith("+json"):
        raise UnsupportedMediaType(details=f"Send {JSON}.")
    try:
        # By their JSON names alone: the table's snake_case is no part of the API.
        return model.model_validate_json(raw or b"{}", strict=True, by_name=False)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        raise MalformedJson(details=problems[0]["msg"])
    unknown = [p["loc"] for p in problems if p["type"] == "extra_forbidden"]
    if public and unknown:
        content = json.loads(raw)
        for location in unknown:
            _holder(content, location).pop(location[-1], None)
        ignored.extend(_dotted("body", location) for location in unknown)
        rest = {**event, "body": json.dumps(content), "isBase64Encoded": False}
        return parse_body(model, rest, public, ignored)
    raise _invalid("body", problems)


def parse_query(
    model: type[BaseModel], event: Event, public: bool, ignored: list[str]
) -> BaseModel:
    sent = dict(event.get("queryStringParameters") or {})
    if public:
        known = {f.alias or name for name, f in model.model_fields.items()}
        ignored.extend(_header_safe(f"query.{name}") for name in sent if name not in known)
        sent = {name: value for name, value in sent.items() if name in known}
    try:
        return model.model_validate_strings(sent, strict=True, by_name=False)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise _invalid("query", problems) from error


def _invalid(root: str, problems: list[Any]) -> InvalidInput:
    fields = tuple(
        FieldError(_dotted(root, p["loc"]), p["msg"].removeprefix("Value error, "))
        for p in problems[:50]
    )
    return InvalidInput(details=f"{fields[0].path}: {fields[0].message}", fields=fields)


def _dotted(root: str, location: tuple[int | str, ...]) -> str:
    text = root
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return _header_safe(text)


def _header_safe(text: str) -> str:
    """A sender's own name for a field, which must not start a header of its own."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:200]


def _holder(content: Any, location: tuple[int | str, ...]) -> Any:
    for part in location[:-1]:
        content = content[part]
    return content


def body_bytes(event: Event) -> bytes:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return b64decode(body)
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)


def header(event: Event, name: str) -> str:
    wanted = name.lower()
    for sent, value in (event.get("headers") or {}).items():
        if sent.lower() == wanted:
            return str(value or "")
    return ""


def address(event: Event) -> str:
    identity = (event.get("requestContext") or {}).get("identity") or {}
    return str(identity.get("sourceIp") or "")


def request_id_of(event: Event, context: Any) -> str:
    given = (event.get("requestContext") or {}).get("requestId")
    return str(given or getattr(context, "aws_request_id", "") or "local")
