"""The one way into every endpoint: authenticate, check, parse, call, answer, log.

An endpoint is a function of a `Request` that returns an answer model; what it declares here is
also its OpenAPI entry. The route stands in the first line of the module's docstring:

    \"\"\"POST /v1/trainers/{id}/book: book a one-to-one session.\"\"\"
"""

import json
import re
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, get_type_hints

from aws_lambda_powertools import Logger
from pydantic import BaseModel, ValidationError

from stvos.accounts.liveness import live_account
from stvos.accounts.models import Account
from stvos.clients.tenancy import resolve_tenant
from stvos.clock import epoch, real_now
from stvos.errors import (
    FeatureDisabled,
    FieldError,
    Forbidden,
    GatewayTimeout,
    IdempotencyInProgress,
    IdempotencyMismatch,
    InternalError,
    InvalidApiKey,
    InvalidInput,
    InvalidToken,
    MalformedJson,
    MissingApiKey,
    MissingToken,
    NoDefaultClient,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    StvosError,
    TokenExpired,
    Unauthenticated,
    UnsupportedMediaType,
)
from stvos.idempotency import Attempt, Idempotency, Reply
from stvos.ids import MAX_ID
from stvos.models import Query
from stvos.principal import Feature, Principal, Who
from stvos.settings import settings
from stvos.table import Table

logger = Logger(service="stvos")

type Event = dict[str, Any]
type Response = dict[str, Any]

_ROUTE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (/v1/\S*): (.+)$")
_WITH_TOKEN = [MissingToken, InvalidToken, TokenExpired]
_WITH_KEY = [MissingApiKey, InvalidApiKey]
_BY_CALLER: dict[Who, list[type[StvosError]]] = {
    Who.ANYONE: [],
    Who.OPTIONAL_KEY: [InvalidApiKey],
    # A token beside the universal key chooses the tenant, so it must be valid.
    Who.KEY: [*_WITH_KEY, InvalidToken, TokenExpired, NoDefaultClient],
    Who.USER: [*_WITH_KEY, *_WITH_TOKEN],
    Who.TRAINER: [*_WITH_KEY, *_WITH_TOKEN, Forbidden],
    Who.PARTNER: [InvalidApiKey, *_WITH_TOKEN, Forbidden],
    # Without the header the gateway answers by itself, and has one code for every authorizer.
    Who.OPERATOR: [Unauthenticated, MissingApiKey],
}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
_MAX_JSON_BYTES = 1_000_000
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer that is not in the envelope: HTML, CSV, a calendar, the OpenAPI document."""

    body: str
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithStatus[A]:
    """An answer whose status depends on what happened: 200 for a resumed session, 201 for new."""

    answer: A
    status: HTTPStatus


@dataclass(frozen=True)
class Spec:
    """What an endpoint declares; the contract tests and the OpenAPI document read it."""

    method: str
    path: str
    summary: str
    who: Who
    public: bool
    feature: Feature | None
    body: type[BaseModel] | None
    media_type: str
    query: type[BaseModel] | None
    answer: Any
    status: HTTPStatus
    also: tuple[HTTPStatus, ...]
    raises: tuple[type[StvosError], ...]
    produces: str
    description: str
    module: str

    @property
    def changes(self) -> bool:
        return self.method in _CHANGING

    def errors(self) -> dict[str, HTTPStatus]:
        """Every code this route can answer, with its status: the common ones and its own."""
        common: list[type[StvosError]] = [InvalidInput, RateLimited, InternalError, GatewayTimeout]
        if self.body:
            common += [MalformedJson, PayloadTooLarge, UnsupportedMediaType]
        if self.changes:
            common += [IdempotencyInProgress, IdempotencyMismatch]
        if "{" in self.path:
            common.append(NotFound)
        if self.feature:
            common.append(FeatureDisabled)
        common += _BY_CALLER[self.who]
        return {kind.code: kind.status for kind in (*common, *self.raises)}


class Request[T]:
    """One call. `body` or `query` is the declared model, `account` the signed-in member's."""

    def __init__(
        self, event: Event, principal: Principal, body: T, query: T, account: Account | None = None
    ) -> None:
        self.event = event
        self.principal = principal
        self.body = body
        self.query = query
        self._account = account

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
    def account(self) -> Account:
        """The signed-in member's account, read once a request; 401 when it is gone."""
        if self._account is None:
            self._account = live_account(Table.of_stack(), self.principal)
        return self._account

    @property
    def raw_body(self) -> bytes:
        """The body's bytes, for routes that take no JSON."""
        return _body_bytes(self.event)

    def header(self, name: str) -> str:
        return _header(self.event, name)


def endpoint[T](
    *,
    who: str,
    public: bool = False,
    feature: str | None = None,
    body: type[T] | None = None,
    media_type: str = _JSON,
    query: type[T] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    also: tuple[HTTPStatus, ...] = (),
    raises: tuple[type[StvosError], ...] = (),
    finds_tenant: bool = False,
    checks_account: bool = True,
    produces: str = _JSON,
) -> Callable[[Callable[[Request[T]], Any]], Callable[[Event, Any], Response]]:
    """Make a Lambda handler of an endpoint function.

    `public`: part of the public v1 API, so unknown fields are ignored and named in
    X-Ignored-Fields instead of refused. `raises`: errors beside those every such route can give;
    an undeclared one is a defect that tests report. `also`: further success statuses.
    `finds_tenant`: the route works out the tenant of a universal key itself.
    `checks_account=False`: for a route whose own first read already proves that the member's
    account lives. `produces`: the content type of a `Raw` success.
    """

    def decorate(function: Callable[[Request[T]], Any]) -> Callable[[Event, Any], Response]:
        method, path, summary, description = _read_docstring(function.__module__)
        spec = Spec(
            method=method,
            path=path,
            summary=summary,
            who=Who(who),
            public=public,
            feature=Feature(feature) if feature else None,
            body=body,  # type: ignore[arg-type]  # models only, but T also types `request.body`
            media_type=media_type,
            query=query,  # type: ignore[arg-type]
            answer=get_type_hints(function).get("return"),
            status=status,
            also=also,
            raises=raises,
            produces=produces,
            description=description,
            module=function.__module__,
        )
        route = _Route(spec, function, finds_tenant, checks_account)

        def handler(event: Event, context: Any) -> Response:
            return route.answer(event, context)

        handler.spec = spec  # type: ignore[attr-defined]
        return handler

    return decorate


@dataclass(frozen=True)
class _Route:
    """A declared endpoint, able to answer events."""

    spec: Spec
    function: Callable[[Request[Any]], Any]
    finds_tenant: bool
    checks_account: bool

    def answer(self, event: Event, context: Any) -> Response:
        started = time.perf_counter()
        request_id = _request_id(event, context)
        ignored: list[str] = []
        principal = Principal()
        try:
            principal = self._admit(event)
            request = self._parse(event, principal, ignored)
            work = partial(self._call, request, request_id)
            key = _header(event, "Idempotency-Key")
            if key and self.spec.changes:
                reply = Idempotency(Table.of_stack()).run(_attempt(event, principal, key), work)
            else:
                reply = work()
        except StvosError as error:
            reply = _refusal(error, request_id)
        except Exception:
            logger.exception("crash", route=self.spec.path, request_id=request_id)
            reply = _refusal(InternalError(), request_id)
        headers = reply.headers | {"X-Request-Id": request_id} | _cors(event)
        if ignored:
            headers["X-Ignored-Fields"] = ", ".join(ignored)[:1000]
        logger.info(
            "request",
            route=f"{self.spec.method} {self.spec.path}",
            tenant=principal.tenant,
            status=reply.status,
            ms=round((time.perf_counter() - started) * 1000, 1),
            request_id=request_id,
        )
        return {"statusCode": reply.status, "headers": headers, "body": reply.body}

    def _admit(self, event: Event) -> Principal:
        """The caller, if it may call this route at all."""
        context = (event.get("requestContext") or {}).get("authorizer") or {}
        principal = Principal.of_context(context, _address(event))
        principal.require(self.spec.who)
        if principal.expires_at and principal.expires_at <= epoch(real_now()):
            raise TokenExpired  # The gateway caches an authorizer's yes a little longer.
        if principal.tenant is None and principal.universal and not self.finds_tenant:
            principal = resolve_tenant(Table.of_stack(), principal, _header(event, "Authorization"))
        if self.spec.feature and self.spec.feature not in principal.features:
            raise FeatureDisabled
        return principal

    def _parse(self, event: Event, principal: Principal, ignored: list[str]) -> Request[Any]:
        spec = self.spec
        signed_in = spec.who in {Who.USER, Who.TRAINER} and self.checks_account
        account = live_account(Table.of_stack(), principal) if signed_in else None
        body: Any = None
        if spec.body and spec.media_type == _JSON:
            body = _parse_body(spec.body, event, spec.public, ignored)
        model = spec.query or Query
        query = _parse_query(model, event, spec.public, ignored)
        return Request(event, principal, body, query, account)

    def _call(self, request: Request[Any], request_id: str) -> Reply:
        status = self.spec.status
        try:
            answer = self.function(request)
        except StvosError as error:
            # Here and not only in `answer`, so that an idempotency key keeps refusals too.
            if error.code not in self.spec.errors():
                logger.error("undeclared", code=error.code, route=self.spec.path)
            return _refusal(error, request_id)
        if isinstance(answer, WithStatus):
            answer, status = answer.answer, answer.status
        if isinstance(answer, Raw):
            headers = {"Content-Type": answer.content_type, **answer.headers}
            return Reply(status, answer.body, headers)
        return Reply(status, _success(answer), {"Content-Type": _JSON})


def _success(answer: BaseModel) -> str:
    return '{"success":true,"data":' + answer.model_dump_json(by_alias=True) + "}"


def _refusal(error: StvosError, request_id: str) -> Reply:
    logger.info("refused", code=error.code, request_id=request_id)
    envelope: dict[str, Any] = {
        "error": str(error),
        "code": error.code,
        "details": error.details,
        "requestId": request_id,
        **error.extra,
    }
    if error.fields:
        envelope["fields"] = [{"path": f.path, "message": f.message} for f in error.fields]
    body = json.dumps(envelope, ensure_ascii=False)
    return Reply(int(error.status), body, {"Content-Type": _JSON, **error.headers})


# ---------------------------------------------------------------- reading the event


def _parse_body(
    model: type[BaseModel], event: Event, public: bool, ignored: list[str]
) -> BaseModel:
    raw = _body_bytes(event)
    if len(raw) > _MAX_JSON_BYTES:
        raise PayloadTooLarge
    media = _header(event, "Content-Type").partition(";")[0].strip().lower()
    if raw and media and media != _JSON and not media.endswith("+json"):
        raise UnsupportedMediaType(details=f"Send {_JSON}.")
    try:
        return model.model_validate_json(raw or b"{}", strict=True)
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
        return _parse_body(model, rest, public, ignored)
    raise _invalid("body", problems)


def _parse_query(
    model: type[BaseModel], event: Event, public: bool, ignored: list[str]
) -> BaseModel:
    sent = dict(event.get("queryStringParameters") or {})
    if public:
        known = {f.alias or name for name, f in model.model_fields.items()}
        ignored.extend(_header_safe(f"query.{name}") for name in sent if name not in known)
        sent = {name: value for name, value in sent.items() if name in known}
    try:
        return model.model_validate_strings(sent, strict=True)
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


def _body_bytes(event: Event) -> bytes:
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return b64decode(body)
    return body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)


def _header(event: Event, name: str) -> str:
    wanted = name.lower()
    for sent, value in (event.get("headers") or {}).items():
        if sent.lower() == wanted:
            return str(value or "")
    return ""


def _attempt(event: Event, principal: Principal, key: str) -> Attempt:
    if len(key) > 255 or not key.isprintable():
        raise InvalidInput.at("header.Idempotency-Key", "must be 1 to 255 printable characters")
    head = f"{event.get('httpMethod')} {event.get('path')}\n".encode()
    credentials = _header(event, "X-API-Key") + "\n" + _header(event, "X-Admin-Key")
    return Attempt(principal, key, head + _body_bytes(event), credentials)


def _address(event: Event) -> str:
    identity = (event.get("requestContext") or {}).get("identity") or {}
    return str(identity.get("sourceIp") or "")


def _request_id(event: Event, context: Any) -> str:
    given = (event.get("requestContext") or {}).get("requestId")
    return str(given or getattr(context, "aws_request_id", "") or "local")


def _cors(event: Event) -> dict[str, str]:
    allowed = settings().cors_origins
    origin = _header(event, "Origin")
    if "*" in allowed:
        origin = "*"
    elif origin not in allowed:
        return {}
    exposed = "X-Request-Id, X-Ignored-Fields, Idempotency-Replayed, Retry-After"
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": exposed,
        "Vary": "Origin",
    }


def _read_docstring(module: str) -> tuple[str, str, str, str]:
    text = sys.modules[module].__doc__ or ""
    first, _, rest = text.partition("\n")
    match = _ROUTE.match(first)
    if not match:
        raise TypeError(f"{module}: the docstring must start with 'METHOD /v1/path: summary.'")
    return match[1], match[2], match[3], " ".join(rest.split())
