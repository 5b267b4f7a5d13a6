"""The front door over HTTP, with Lambda's invoke API behind it played by a small server."""

import asyncio
import json
import socket
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from local.api_definition import ApiDefinition, Authorizer, GatewayResponse, Route
from local.front_door import FrontDoor
from local.place import free_port
from local.throttle import Plan

KEY = Authorizer("Key", "authorize", ("X-API-Key",), ttl=30)
DETAILS, REQUEST_ID = "$context.error.messageString", '"$context.requestId"'
ENVELOPE = f'{{"error":"e","code":"%s","details":{DETAILS},"requestId":{REQUEST_ID}}}'
API = ApiDefinition(
    api_id="a1",
    stage="api",
    routes=(
        Route("POST", "/v1/echo/{id}", "echo"),
        Route("OPTIONS", "/v1/echo/{id}", headers={"Access-Control-Allow-Origin": "*"}),
        Route("GET", "/v1/limited", "echo", KEY, needs_plan=True),
        Route("GET", "/v1/raises", "raises"),
        Route("GET", "/v1/malformed", "malformed"),
        Route("GET", "/v1/slow", "slow"),
        Route("GET", "/v1/picture", "picture"),
    ),
    gateway_responses={
        kind: GatewayResponse(status, {}, ENVELOPE % code)
        for kind, status, code in (
            ("MISSING_AUTHENTICATION_TOKEN", 404, "NOT_FOUND"),
            ("REQUEST_TOO_LARGE", 413, "PAYLOAD_TOO_LARGE"),
            ("INTEGRATION_TIMEOUT", 504, "GATEWAY_TIMEOUT"),
            ("INVALID_API_KEY", 401, "INVALID_API_KEY"),
            ("THROTTLED", 429, "RATE_LIMITED"),
            ("DEFAULT_4XX", None, "VALIDATION_ERROR"),
            ("DEFAULT_5XX", None, "INTERNAL_ERROR"),
        )
    },
    binary_types=("multipart/form-data", "image/*"),
)

type Visit = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


async def functions(request: web.Request) -> web.Response:
    """What the deployed functions of these tests do."""
    event = await request.json()
    match request.match_info["name"]:
        case "echo":
            return _proxied(200, json.dumps(event))
        case "authorize":
            statement = {"Action": "*", "Effect": "Allow", "Resource": "*"}
            key = event["headers"]["X-API-Key"]
            return web.json_response(
                {
                    "principalId": "p",
                    "policyDocument": {"Statement": [statement]},
                    "usageIdentifierKey": key,
                }
            )
        case "raises":
            return web.json_response(
                {"errorMessage": "secret detail"}, headers={"X-Amz-Function-Error": "Unhandled"}
            )
        case "malformed":
            return web.json_response({"hello": 1})
        case "slow":
            await asyncio.sleep(5)
        case "picture":
            body = b64encode(b"\x89PNG\x00").decode()
            headers = {"Content-Type": "image/png"}
            return _proxied(200, body, isBase64Encoded=True, headers=headers)
    return web.Response(status=404)


def _proxied(status: int, body: str, **more: Any) -> web.Response:
    return web.json_response({"statusCode": status, "body": body, **more})


async def plan_of(key: str) -> Plan | None:
    return Plan("trial", rate=0.5, burst=2) if key.startswith("known") else None


def visit(steps: Visit, *, timeout: float = 29) -> None:
    """Run the steps against a front door that is up for them."""

    async def run() -> None:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/2015-03-31/functions/{name}/invocations", functions)
        behind = web.AppRunner(app)
        await behind.setup()
        lambda_port, port = free_port(), free_port()
        await web.TCPSite(behind, "127.0.0.1", lambda_port).start()
        door = FrontDoor(API, f"http://127.0.0.1:{lambda_port}", plan_of, timeout=timeout)
        await door.start(port)
        try:
            async with aiohttp.ClientSession() as session:
                await steps(session, f"http://127.0.0.1:{port}")
        finally:
            await door.stop()
            await behind.cleanup()

    asyncio.run(run())


async def refusal(answer: aiohttp.ClientResponse) -> tuple[int, str]:
    """Status and code, once the envelope is seen to be whole."""
    body = await answer.json()
    assert set(body) == {"error", "code", "details", "requestId"}
    assert body["requestId"] == answer.headers["X-Request-Id"]
    return answer.status, body["code"]


def test_the_function_sees_the_request_as_behind_api_gateway() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        headers = {"Authorization": "Bearer t", "Idempotency-Key": "i-1"}
        answer = await session.post(
            url + "/api/v1/echo/7?tag=a&tag=%C3%A9", json={"x": "ü"}, headers=headers
        )
        event = await answer.json()
        assert answer.status == 200
        assert event["path"] == "/v1/echo/7"
        assert event["resource"] == "/v1/echo/{id}"
        assert event["pathParameters"] == {"id": "7"}
        assert event["multiValueQueryStringParameters"] == {"tag": ["a", "é"]}
        assert event["headers"]["Authorization"] == "Bearer t"
        assert event["headers"]["Idempotency-Key"] == "i-1"
        assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"
        assert event["requestContext"]["requestId"] == answer.headers["X-Request-Id"]
        assert json.loads(event["body"]) == {"x": "ü"}
        assert event["isBase64Encoded"] is False

    visit(steps)


def test_a_header_that_is_not_utf_8_is_a_bad_request() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(b"POST /api/v1/echo/7 HTTP/1.1\r\nHost: x\r\nX-Name: \xff\xfe\r\n")
        writer.write(b"Content-Length: 0\r\nConnection: close\r\n\r\n")
        status = (await reader.readline()).split()[1]
        body = await reader.read()
        writer.close()
        assert status == b"400"
        assert b"VALIDATION_ERROR" in body
        assert b"A header is not UTF-8" in body

    visit(steps)


def test_a_multipart_body_arrives_byte_for_byte() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        body = b"--b\r\n\r\n" + bytes(range(256)) + b"\r\n--b--"
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = await session.post(url + "/api/v1/echo/7", data=body, headers=headers)
        event = await answer.json()
        assert event["isBase64Encoded"] is True
        assert event["body"] == b64encode(body).decode()

    visit(steps)


def test_preflight_is_answered_without_a_function() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        answer = await session.options(url + "/api/v1/echo/7")
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert await answer.read() == b""

    visit(steps)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/echo/7"), ("GET", "/other/v1/slow")],
)
def test_an_unknown_route_or_method_is_not_found(method: str, path: str) -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        answer = await session.request(method, url + path)
        assert await refusal(answer) == (404, "NOT_FOUND")

    visit(steps)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(5_000_000, 200), (7_000_000, 413), (10 * 2**20 + 1, 413)],
)
def test_a_body_over_the_limits_is_too_large(size: int, expected: int) -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        answer = await session.post(url + "/api/v1/echo/7", data=b"x" * size)
        assert answer.status == expected
        if expected == 413:
            assert await refusal(answer) == (413, "PAYLOAD_TOO_LARGE")

    visit(steps)


def test_a_function_that_raises_or_answers_nonsense_shows_nothing_of_it() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        for path in ("/api/v1/raises", "/api/v1/malformed"):
            answer = await session.get(url + path)
            assert await refusal(answer) == (502, "INTERNAL_ERROR")
            assert "secret" not in await answer.text()

    visit(steps)


def test_a_function_that_takes_too_long_times_out() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        assert await refusal(await session.get(url + "/api/v1/slow")) == (504, "GATEWAY_TIMEOUT")

    visit(steps, timeout=0.3)


def test_a_key_over_its_plan_waits_and_another_does_not() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        async def call(key: str) -> aiohttp.ClientResponse:
            return await session.get(url + "/api/v1/limited", headers={"X-API-Key": key})

        assert [(await call("known-1")).status for _ in range(2)] == [200, 200]
        over = await call("known-1")
        assert await refusal(over) == (429, "RATE_LIMITED")
        assert over.headers["Retry-After"] == "2"
        assert (await call("known-2")).status == 200

    visit(steps)


def test_a_key_on_no_plan_is_refused() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        answer = await session.get(url + "/api/v1/limited", headers={"X-API-Key": "stranger"})
        assert await refusal(answer) == (401, "INVALID_API_KEY")

    visit(steps)


def test_a_binary_answer_is_decoded_for_a_caller_who_accepts_it() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        answer = await session.get(url + "/api/v1/picture", headers={"Accept": "image/png"})
        assert await answer.read() == b"\x89PNG\x00"
        answer = await session.get(url + "/api/v1/picture", headers={"Accept": "text/html"})
        assert await answer.read() == b64encode(b"\x89PNG\x00")

    visit(steps)


def test_the_docs_are_found_from_the_root() -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        for path in ("/", "/docs"):
            answer = await session.get(url + path, allow_redirects=False)
            assert answer.headers["Location"] == "/api/v1/docs"

    visit(steps)


@pytest.mark.parametrize(
    ("target", "status", "details"),
    [
        ("//api/v1/slow", 404, ""),
        ("/api/v1/x/../slow", 404, ""),
        ("/api/v1/%2e%2e/v1/slow", 404, ""),
        ("/api/v1/slow%00", 404, ""),
        ("/api/v1/%ff", 400, "percent-encoded"),
        ("/api/v1/nothing?x=%ff", 400, "percent-encoded"),
        ("http://elsewhere.example/api/v1/slow", 404, ""),
        ("*", 400, ""),
        ("/api/v1/" + "x" * 9000, 400, "too long"),
        ("no-slash", 400, "malformed"),
    ],
)
def test_a_trick_on_the_request_line_gets_a_clean_refusal(
    target: str, status: int, details: str
) -> None:
    async def steps(session: aiohttp.ClientSession, url: str) -> None:
        port = int(url.rsplit(":", 1)[1])
        answer = await asyncio.to_thread(_raw, port, f"GET {target} HTTP/1.1\r\nHost: a\r\n")
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split(b" ", 2)[1] == str(status).encode()
        assert json.loads(body)["code"] == {404: "NOT_FOUND", 400: "VALIDATION_ERROR"}[status]
        assert details in json.loads(body)["details"]

    visit(steps)


def _raw(port: int, head: str) -> bytes:
    """The whole answer to a request that no client library would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)
