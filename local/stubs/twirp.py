"""Twirp's routes, encodings and errors (twirp v7), for one set of services."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from local.stubs import protobuf
from local.stubs.marks import marked
from local.stubs.messages import MalformedError, Message, from_json, to_json

_STATUS = {
    "malformed": 400,
    "invalid_argument": 400,
    "unauthenticated": 401,
    "not_found": 404,
    "bad_route": 404,
}


class TwirpError(Exception):
    """A refusal, by one of Twirp's codes."""

    def __init__(self, code: str, message: str, **meta: str) -> None:
        super().__init__(message)
        self._body = {"code": code, "msg": marked(message)} | ({"meta": meta} if meta else {})
        self._status = _STATUS[code]

    def answer(self) -> web.Response:
        """Always JSON, also to a caller who speaks protobuf."""
        return web.json_response(self._body, status=self._status)


@dataclass(frozen=True)
class Method[Caller]:
    """One call of a service: what it takes, what it gives, and who does it."""

    request: str
    response: str
    call: Callable[[Caller, Message], Message]


async def answer[Caller](
    request: web.Request, methods: Mapping[str, Method[Caller]], caller: Caller
) -> web.Response:
    """Do what a request asks for; `methods` are named `package.Service/Method`."""
    try:
        return await _answer(request, methods, caller)
    except TwirpError as error:
        return error.answer()


async def _answer[Caller](
    request: web.Request, methods: Mapping[str, Method[Caller]], caller: Caller
) -> web.Response:
    route = {"twirp_invalid_route": f"{request.method} {request.path}"}
    if request.method != "POST":
        text = f'unsupported method "{request.method}" (only POST is allowed)'
        raise TwirpError("bad_route", text, **route)
    method = methods.get(request.path.removeprefix("/twirp/"))
    if method is None:
        raise TwirpError("bad_route", f'no handler for path "{request.path}"', **route)
    body = await request.read()
    match request.content_type:
        case "application/json":
            try:
                asked = from_json(method.request, json.loads(body))
            except (MalformedError, ValueError):
                raise TwirpError("malformed", "the json request could not be decoded") from None
            return web.json_response(to_json(method.response, method.call(caller, asked)))
        case "application/protobuf":
            try:
                asked = protobuf.decode(method.request, body)
            except MalformedError:
                raise TwirpError("malformed", "the protobuf request could not be decoded") from None
            given = protobuf.encode(method.response, method.call(caller, asked))
            return web.Response(body=given, content_type="application/protobuf")
    raise TwirpError("bad_route", f'unexpected Content-Type: "{request.content_type}"', **route)
