"""The one way into every endpoint: authenticate, check, parse, call, answer, log.

An endpoint is a function of a `Request` that returns an answer model; what it declares here is
also its OpenAPI entry. The route stands in the first line of the module's docstring:

    \"\"\"POST /v1/trainers/{id}/book: book a one-to-one session.\"\"\"
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, get_type_hints

from stvos.api.agents import require_own_session
from stvos.api.callers import require_caller, resolve_tenant
from stvos.api.idempotency import Attempt, Idempotency, Reply
from stvos.api.incoming import (
    ProxyEvent,
    Request,
    address,
    body_bytes,
    header,
    media_type_of,
    parse_body,
    parse_form,
    parse_query,
    request_id_of,
)
from stvos.api.outgoing import DEFAULT_HEADERS, cors, logger, refusal, success
from stvos.api.spec import FORM, JSON, Spec, read_docstring
from stvos.clock import epoch, real_now
from stvos.dynamodb.table import Table
from stvos.errors import (
    FeatureDisabled,
    Forbidden,
    InternalError,
    InvalidInput,
    InvalidToken,
    StvosError,
    TokenExpired,
)
from stvos.identity.principal import AgentScope, Feature, Principal, Who
from stvos.models import Query
from stvos.replies import Raw, WithStatus

__all__ = ["Request", "Spec", "endpoint", "logger"]

type Response = dict[str, Any]


def endpoint[T](
    *,
    who: str,
    public: bool = False,
    feature: str | None = None,
    body: type[T] | None = None,
    media_type: str = JSON,
    query: type[T] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    also: tuple[HTTPStatus, ...] = (),
    raises: tuple[type[StvosError], ...] = (),
    finds_tenant: bool = False,
    checks_account: bool = True,
    produces: str = JSON,
    roles: tuple[str, ...] = (),
    head: bool = False,
    agents: str | None = None,
    form: tuple[str, ...] = (),
    member_token: bool = False,
    later: bool = False,
) -> Callable[[Callable[[Request[T, Any]], Any]], Callable[[ProxyEvent, Any], Response]]:
    """Make a Lambda handler of an endpoint function.

    `public`: part of the public v1 API, so unknown fields are ignored and named in
    X-Ignored-Fields instead of refused. `raises`: errors beside those every such route can give;
    an undeclared one is a defect that tests report. `also`: further success statuses.
    `finds_tenant`: the route works out the tenant of a universal key itself.
    `checks_account=False`: for a route whose own first read already proves that the member's
    account lives. `produces`: the content type of a `Raw` success.
    `roles`: which callers may call this; none named means all. `head`: HEAD is answered too.
    `agents`: which voice agents may call it (`AgentScope`); unless named, none.
    `form`: the fields of the body that a form may have beside its image; JSON may come instead of a
    form. `member_token`: a member's token may come beside the key, and the route reads it itself.
    `later`: a caller that prefers not to wait is answered 202 (`Request.may_be_answered_later`).
    """

    def decorate(
        function: Callable[[Request[T, Any]], Any],
    ) -> Callable[[ProxyEvent, Any], Response]:
        method, path, summary, description = read_docstring(function.__module__)
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
            also=(*also, HTTPStatus.ACCEPTED) if later else also,
            raises=raises,
            produces=produces,
            description=description,
            module=function.__module__,
            head=head,
            agents=AgentScope(agents) if agents else None,
            form=form,
            member_token=member_token,
            later=later,
        )
        route = _Route(spec, function, finds_tenant, checks_account, roles)

        def handler(event: ProxyEvent, context: Any) -> Response:
            return route.answer(event, context)

        handler.spec = spec  # type: ignore[attr-defined]
        return handler

    return decorate


@dataclass(frozen=True)
class _Route:
    """A declared endpoint, able to answer events."""

    spec: Spec
    function: Callable[[Request[Any, Any]], Any]
    finds_tenant: bool
    checks_account: bool
    roles: tuple[str, ...]

    def answer(self, event: ProxyEvent, context: Any) -> Response:
        started = time.perf_counter()
        request_id = request_id_of(event, context)
        ignored: list[str] = []
        principal = Principal()
        try:
            principal = self._admit(event)
            reply = self._reply(event, principal, ignored, request_id)
        except StvosError as error:
            reply = refusal(error, request_id)
        except Exception:
            logger.exception("crash", route=self.spec.path, request_id=request_id)
            reply = refusal(InternalError(), request_id)
        headers = DEFAULT_HEADERS | reply.headers | {"X-Request-Id": request_id} | cors(event)
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
        body = "" if event.get("httpMethod") == "HEAD" else reply.body
        return {"statusCode": reply.status, "headers": headers, "body": body}

    def _reply(
        self, event: ProxyEvent, principal: Principal, ignored: list[str], request_id: str
    ) -> Reply:
        key = header(event, "Idempotency-Key") if self.spec.changes else ""
        try:
            request = self._parse(event, principal, ignored)
        except InvalidToken:
            if not key:
                raise
            # This very request may have ended its own sign-in when it came first.
            earlier = Idempotency.of().earlier(_attempt(event, principal, key))
            request = self._parse(event, principal, ignored, earlier)
        if principal.is_agent and self.spec.agents is AgentScope.CONFIRMED:
            # A member's app never loads it.
            from stvos.api.confirmations import Confirmations

            key = Confirmations(Table.of_stack(), principal).require(event)
        work = partial(self._call, request, request_id)
        if not key:
            return work()
        return Idempotency.of().run(_attempt(event, principal, key), work)

    def _admit(self, event: ProxyEvent) -> Principal:
        """The caller, if it may call this route at all."""
        context = (event.get("requestContext") or {}).get("authorizer") or {}
        principal = Principal.of_context(context, address(event))
        principal.require(self.spec.who, self.spec.agents)
        if principal.expires_at and principal.expires_at <= epoch(real_now()):
            raise TokenExpired  # The gateway caches an authorizer's yes a little longer.
        if principal.tenant is None and principal.universal and not self.finds_tenant:
            principal = resolve_tenant(principal, header(event, "Authorization"))
        if self.spec.feature and self.spec.feature not in principal.features:
            raise FeatureDisabled
        return principal

    def _parse(
        self,
        event: ProxyEvent,
        principal: Principal,
        ignored: list[str],
        earlier: str | None = None,
    ) -> Request[Any, Any]:
        spec = self.spec
        checks = self.checks_account or principal.is_agent
        caller = self._caller(principal, earlier) if checks else None
        body, image, or_form = None, None, spec.media_type == FORM
        if spec.body and or_form and media_type_of(event) == FORM:
            image, body = parse_form(spec.body, event, spec.form, spec.public, ignored)
        elif spec.body and (or_form or spec.media_type == JSON):
            owner = _owner(event, principal)
            body = parse_body(spec.body, event, spec.public, ignored, owner, or_form=or_form)
        model = spec.query or Query
        query = parse_query(model, event, spec.public, ignored)
        require_own_session(principal, body, query)
        return Request(event, principal, body, query, caller, image)

    def _caller(self, principal: Principal, earlier: str | None) -> Any:
        caller = require_caller(self.spec.who, principal, earlier)
        if self.roles and caller.role not in self.roles:
            raise Forbidden
        return caller

    def _call(self, request: Request[Any, Any], request_id: str) -> Reply:
        status, headers = self.spec.status, {"Content-Type": JSON}
        try:
            answer = self.function(request)
        except StvosError as error:
            # Here and not only in `answer`, so that an idempotency key keeps refusals too.
            if error.code not in self.spec.errors():
                logger.error("undeclared", code=error.code, route=self.spec.path)
            return refusal(error, request_id)
        if isinstance(answer, WithStatus):
            headers |= answer.headers
            status = answer.status
            if answer.location and JSON not in request.header("Accept"):
                headers["Location"], status = answer.location, HTTPStatus.SEE_OTHER
            answer = answer.answer
        if isinstance(answer, Raw):
            headers |= {"Content-Type": answer.content_type, **answer.headers}
            return Reply(answer.status or status, answer.body, headers)
        return Reply(status, success(answer, request.url_of("/v1")), headers)


def _owner(event: ProxyEvent, principal: Principal) -> int | str | None:
    """The client whose uploads a body may name: the caller's, or the one an operator changes."""
    return principal.tenant or (event.get("pathParameters") or {}).get("id")


def _attempt(event: ProxyEvent, principal: Principal, key: str) -> Attempt:
    if len(key) > 255 or not key.isprintable():
        raise InvalidInput.at("header.Idempotency-Key", "must be 1 to 255 printable characters")
    head = f"{event.get('httpMethod')} {event.get('path')}\n".encode()
    credentials = header(event, "X-API-Key") + "\n" + header(event, "X-Admin-Key")
    return Attempt(principal, key, head + body_bytes(event), credentials)
