"""The laptop's API Gateway: `http://localhost:3000/api/v1` in front of the emulated Lambdas.

It serves the API exactly as SAM deployed it (routes, authorizers, gateway responses, preflight,
binary types, usage plans) and calls the functions through the emulator's Lambda. The emulator's
own API Gateway leaves out gateway responses, binary bodies, authorizer keys and throttling.
"""

import asyncio
import json
import os
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from aiohttp import web

from local.api_definition import ApiDefinition, Authorizer
from local.authorization import Authorizations, AuthorizerFailedError, Verdict
from local.gateway_answers import GatewayAnswers, GatewayError
from local.http_server import EnvelopeServer
from local.proxy_event import Call, read_answer
from local.routing import MalformedPathError, Router, UnsafePathError, query_of, segments_of
from local.throttle import Plan, Throttle

REQUEST_LIMIT = 10 * 1024 * 1024
LAMBDA_LIMIT = 6 * 1024 * 1024
INTEGRATION_SECONDS = 29.0
# Each call at the same time is a process of its own: more than this only makes a laptop slow.
MAX_CONCURRENT = 16
MAX_CONCURRENT_PER_FUNCTION = max(4, 2 * (os.cpu_count() or 1))

type PlanOf = Callable[[str], Awaitable[Plan | None]]


class FrontDoor:
    """Answers requests; one instance serves one deployed API."""

    def __init__(
        self,
        api: ApiDefinition,
        lambda_url: str,
        plan_of: PlanOf,
        *,
        timeout: float = INTEGRATION_SECONDS,
    ) -> None:
        self._api = api
        self._lambda_url = lambda_url
        self._plan_of = plan_of
        self._timeout = timeout
        self._router = Router.of(api.routes)
        self._answers = GatewayAnswers(api.gateway_responses, api.stage)
        self._authorizations = Authorizations(self._authorizer)
        self._throttle = Throttle()
        self._turn = asyncio.Semaphore(MAX_CONCURRENT)
        self._turn_of: dict[str, asyncio.Semaphore] = {}
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.ServerRunner | None = None

    async def start(self, port: int) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
            timeout=aiohttp.ClientTimeout(total=self._timeout),
        )
        server = EnvelopeServer(self.handle, self._unreadable, body_limit=REQUEST_LIMIT)
        self._runner = web.ServerRunner(server, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Every request comes in here, and every answer carries its request id."""
        request_id = str(uuid.uuid4())
        raw_path = request.raw_path.split("?", 1)[0]
        if raw_path in {"/", "/docs", "/docs/"}:
            return web.Response(status=302, headers={"Location": f"/{self._api.stage}/v1/docs"})
        try:
            response = await self._serve(request, raw_path, request_id)
        except GatewayError as error:
            response = self._refusal(error, request_id, dict(request.headers))
        response.headers.setdefault("X-Request-Id", request_id)
        response.headers.setdefault("x-amzn-RequestId", request_id)
        return response

    def _refusal(
        self, error: GatewayError, request_id: str, request_headers: Mapping[str, str]
    ) -> web.Response:
        answer = self._answers.render(error, request_id, request_headers)
        headers = {"X-Request-Id": request_id, **answer.headers}
        return web.Response(status=answer.status, headers=headers, body=answer.body)

    def _unreadable(self, status: int) -> web.Response:
        """For what is not HTTP, or fails in here."""
        if status < 500:
            message = "The request line or a header is malformed or too long"
            error = GatewayError("BAD_REQUEST_PARAMETERS", message=message)
        else:
            error = GatewayError("API_CONFIGURATION_ERROR")
        return self._refusal(error, str(uuid.uuid4()), {})

    async def _serve(
        self, request: web.BaseRequest, raw_path: str, request_id: str
    ) -> web.Response:
        call = self._call(request, raw_path, request_id)
        if call.route.function is None:
            return web.Response(status=call.route.status, headers=dict(call.route.headers))
        verdict = await self._authorize(call)
        await self._limit_rate(call, verdict)
        body = await _body(request)
        event = call.function_event(
            body, self._api.binary_types, verdict.context if verdict else None
        )
        result = await self._invoke(call.route.function, event)
        answer = read_answer(result, call.header("Accept"), self._api.binary_types)
        response = web.Response(status=answer.status, body=answer.body)
        response.headers.popall("Content-Type", None)
        for name, value in answer.headers:
            response.headers.add(name, value)
        return response

    def _call(self, request: web.BaseRequest, raw_path: str, request_id: str) -> Call:
        try:
            stage, *segments = segments_of(raw_path)
            query = query_of(request.raw_path)
        except MalformedPathError:
            raise GatewayError("BAD_REQUEST_PARAMETERS") from None
        except UnsafePathError:
            raise GatewayError("MISSING_AUTHENTICATION_TOKEN") from None
        match = self._router.find(request.method, tuple(segments))
        if stage != self._api.stage or match is None:
            raise GatewayError("MISSING_AUTHENTICATION_TOKEN")
        route, parameters = match
        if not all(_is_utf8(value) for pair in request.headers.items() for value in pair):
            raise GatewayError("BAD_REQUEST_PARAMETERS", message="A header is not UTF-8")
        address = request.remote or "127.0.0.1"
        forwarded = ", ".join([*request.headers.getall("X-Forwarded-For", []), address])
        headers = [
            (name, value)
            for name, value in request.headers.items()
            if name.lower() not in {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-port"}
        ]
        headers += [("X-Forwarded-For", forwarded), ("X-Forwarded-Proto", request.scheme)]
        return Call(
            request_id=request_id,
            api_id=self._api.api_id,
            stage=stage,
            route=route,
            path="/" + "/".join(segments),
            parameters=parameters,
            query=query,
            headers=headers,
            address=address,
            host=request.host,
        )

    async def _authorize(self, call: Call) -> Verdict | None:
        authorizer: Authorizer | None = call.route.authorizer
        if authorizer is None:
            return None
        return await self._authorizations.check(
            authorizer, call.lowercase_headers, call.authorizer_event()
        )

    async def _limit_rate(self, call: Call, verdict: Verdict | None) -> None:
        if not call.route.needs_plan:
            return
        key = verdict.usage_key if verdict else call.header("X-API-Key")
        plan = await self._plan_of(key) if key else None
        if key is None or plan is None:
            raise GatewayError("INVALID_API_KEY")
        wait = self._throttle.wait_for(key, plan)
        if wait:
            raise GatewayError("THROTTLED", headers={"Retry-After": str(wait)})

    async def _authorizer(self, function: str, event: dict[str, Any]) -> Any:
        failed, answer = await self._call_lambda(function, event)
        if failed:
            raise AuthorizerFailedError(answer.get("errorMessage", ""))
        return answer

    async def _invoke(self, function: str, event: dict[str, Any]) -> Any:
        failed, answer = await self._call_lambda(function, event)
        if failed:
            kind = str(answer.get("errorMessage", ""))
            if "Task timed out" in kind:
                raise GatewayError("INTEGRATION_TIMEOUT")
            raise GatewayError("INTEGRATION_FAILURE", status=502)
        return answer

    async def _call_lambda(self, function: str, event: dict[str, Any]) -> tuple[bool, Any]:
        """Whether the function raised, and what it gave back."""
        payload = json.dumps(event, ensure_ascii=False).encode()
        if len(payload) > LAMBDA_LIMIT:
            raise GatewayError("REQUEST_TOO_LARGE")
        assert self._session is not None
        url = f"{self._lambda_url}/2015-03-31/functions/{function}/invocations"
        turn = self._turn_of.setdefault(function, asyncio.Semaphore(MAX_CONCURRENT_PER_FUNCTION))
        try:
            async with turn, self._turn, self._session.post(url, data=payload) as answer:
                content = await answer.read()
                status, failed = answer.status, "X-Amz-Function-Error" in answer.headers
        except TimeoutError:
            raise GatewayError("INTEGRATION_TIMEOUT") from None
        except aiohttp.ClientError:
            raise GatewayError("INTEGRATION_FAILURE") from None
        if status != 200:
            raise GatewayError("INTEGRATION_FAILURE", status=502)
        return failed, json.loads(content or b"null")


def _is_utf8(text: str) -> bool:
    """Whether a header came in UTF-8: the server reads other bytes as halves of surrogate pairs."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


async def _body(request: web.BaseRequest) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise GatewayError("REQUEST_TOO_LARGE") from None
