"""Reading a request: API Gateway's proxy event, its headers, its body and query as models."""

import json
from base64 import b64decode
from typing import Any, Generic

from pydantic import BaseModel, ValidationError
from typing_extensions import TypeVar

from stvos.api.leniency import mended_body, mended_query
from stvos.api.spec import FORM, JSON
from stvos.errors import (
    InvalidInput,
    MalformedJson,
    NotFound,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from stvos.identity.principal import Principal
from stvos.ids import MAX_ID
from stvos.invalid_fields import header_safe, invalid, path_of, problems_of
from stvos.models import Query
from stvos.pictures import MAX_IN_REQUEST, TENANT

type ProxyEvent = dict[str, Any]

_MAX_JSON_BYTES = 1_000_000
_MAX_JSON_WITH_IMAGE = MAX_IN_REQUEST * 4 // 3 + 10_000
_CHANGES = frozenset({"PUT", "PATCH"})
# A body is read again after unknown fields are dropped and values are reread.
_MOST_READINGS = 4


_Model = TypeVar("_Model")
_Caller = TypeVar("_Caller", default=None)


class Request(Generic[_Model, _Caller]):
    """One call: `Request[CreateThing, Account]`.

    `body` or `query` is the declared model; `caller` the signed-in person as stored, read once a
    request, and None where no one signs in; `image` that of a form.
    """

    def __init__(
        self,
        event: ProxyEvent,
        principal: Principal,
        body: _Model,
        query: _Model,
        caller: _Caller,
        image: bytes | None = None,
    ) -> None:
        self.event = event
        self.principal = principal
        self.body = body
        self.query = query
        self.caller = caller
        self.image = image

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

    @property
    def may_be_answered_later(self) -> bool:
        """Whether the caller prefers not to wait: `Prefer: respond-async` (RFC 7240)."""
        preferences = (part.partition(";")[0] for part in self.header("Prefer").split(","))
        return "respond-async" in {name.strip().lower() for name in preferences}

    def url_of(self, path: str) -> str:
        """The public address of a path of this API (`/v1/...`), as this caller reaches it."""
        context = self.event.get("requestContext") or {}
        called = str(context.get("path") or self.event.get("path") or "")
        host = context.get("domainName") or self.header("Host")
        # A stage or a base path stands before the version.
        before = called.rpartition("/v1/")[0]
        return f"{self.header('X-Forwarded-Proto') or 'https'}://{host}{before}{path}"


def parse_body(
    model: type[BaseModel],
    event: ProxyEvent,
    public: bool,
    ignored: list[str],
    owner: int | str | None = None,
    *,
    or_form: bool = False,
) -> BaseModel:
    """The JSON of the body as the model.

    `owner`: the client whose uploads it may name. `or_form`: a form would be read, too, so there
    may be an image in it.
    """
    raw = body_bytes(event)
    if len(raw) > (_MAX_JSON_WITH_IMAGE if or_form else _MAX_JSON_BYTES):
        raise PayloadTooLarge
    media = media_type_of(event)
    if raw and media and media != JSON and not media.endswith("+json"):
        raise UnsupportedMediaType(details=f"Send {f'{FORM} or ' if or_form else ''}{JSON}.")
    return _read(model, event, raw, public, ignored, owner)


def parse_form(
    model: type[BaseModel],
    event: ProxyEvent,
    names: tuple[str, ...],
    public: bool,
    ignored: list[str],
) -> tuple[bytes, BaseModel]:
    """The image of a form, and its other fields as the model.

    `names`: the fields that it may have; others are ignored and named.
    """
    # Other functions need no reader of forms.
    from stvos.api.forms import read_form

    image, words = read_form(header(event, "Content-Type"), body_bytes(event))
    ignored.extend(header_safe(f"body.{name}") for name in words if name not in names)
    known = {name: text for name, text in words.items() if name in names}
    return image, _read(model, event, json.dumps(known).encode(), public, ignored, None)


def _read(
    model: type[BaseModel],
    event: ProxyEvent,
    raw: bytes,
    public: bool,
    ignored: list[str],
    owner: int | str | None,
) -> BaseModel:
    """JSON as the model; see `leniency` for what is read although it is not written so."""
    for _ in range(_MOST_READINGS):
        try:
            # By their JSON names alone: the table's snake_case is no part of the API.
            return model.model_validate_json(
                raw or b"{}", strict=True, by_name=False, context={TENANT: owner}
            )
        except ValidationError as error:
            problems = problems_of(error)
        if problems[0]["type"] == "json_invalid":
            raise MalformedJson(details=problems[0]["msg"])
        try:
            content = json.loads(raw or b"{}")
        except ValueError:
            break  # An integer of thousands of digits, which Python refuses to read.
        unknown = [p["loc"] for p in problems if p["type"] == "extra_forbidden"] if public else []
        for location in unknown:
            _holder(content, location).pop(location[-1], None)
        ignored.extend(path_of("body", location) for location in unknown)
        # The operator's changes refuse a null that cannot clear.
        drops_null = public or event.get("httpMethod") not in _CHANGES
        mended = mended_body(content, problems, public=public, drops_null=drops_null)
        if not mended and not unknown:
            break
        raw = json.dumps(content).encode()
    raise invalid("body", problems)


def parse_query(
    model: type[Query], event: ProxyEvent, public: bool, ignored: list[str]
) -> BaseModel:
    """The query as the model; see `leniency`."""
    sent = _parameters(model, event)
    if public:
        known = {f.alias or name for name, f in model.model_fields.items()}
        ignored.extend(header_safe(f"query.{name}") for name in sent if name not in known)
        sent = {name: value for name, value in sent.items() if name in known and value.strip()}
    for _ in range(_MOST_READINGS):
        try:
            return model.model_validate_strings(sent, strict=True, by_name=False)
        except ValidationError as error:
            problems = problems_of(error)
        mended = mended_query(sent, problems, ignored, public=public)
        if mended == sent:
            break
        sent = mended
    raise invalid("query", problems)


def _parameters(model: type[Query], event: ProxyEvent) -> dict[str, str]:
    """The query's names and values. Raises InvalidInput for a repeated name that is no list."""
    sent = dict(event.get("queryStringParameters") or {})
    known = {field.alias or name for name, field in model.model_fields.items()}
    for name, values in (event.get("multiValueQueryStringParameters") or {}).items():
        if len(values) < 2 or name not in known:
            continue
        if name not in model.lists:
            raise InvalidInput.at(f"query.{name}", "was sent more than once")
        sent[name] = ",".join(values)
    return sent


def _holder(content: Any, location: tuple[int | str, ...]) -> Any:
    for part in location[:-1]:
        content = content[part]
    return content


def body_bytes(event: ProxyEvent) -> bytes:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return b64decode(body)
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)


def media_type_of(event: ProxyEvent) -> str:
    return header(event, "Content-Type").partition(";")[0].strip().lower()


def header(event: ProxyEvent, name: str) -> str:
    wanted = name.lower()
    for sent, value in (event.get("headers") or {}).items():
        if sent.lower() == wanted:
            return str(value or "")
    return ""


def address(event: ProxyEvent) -> str:
    identity = (event.get("requestContext") or {}).get("identity") or {}
    return str(identity.get("sourceIp") or "")


def request_id_of(event: ProxyEvent, context: Any) -> str:
    given = (event.get("requestContext") or {}).get("requestId")
    return str(given or getattr(context, "aws_request_id", "") or "local")
