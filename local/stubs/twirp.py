"""Twirp's routes, encodings and errors (twirp v7), for one set of services."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from local.stubs.marks import marked

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
class Method[Caller, Request: Message]:
    """One call of a service: what it takes, and who answers it."""

    request: type[Request]
    call: Callable[[Caller, Request], Message]


async def answer[Caller](
    request: web.Request, methods: Mapping[str, Method[Caller, Any]], caller: Caller
) -> web.Response:
    """Do what a request asks for; `methods` are named `package.Service/Method`."""
    try:
        return await _answer(request, methods, caller)
    except TwirpError as error:
        return error.answer()


async def _answer[Caller](
    request: web.Request, methods: Mapping[str, Method[Caller, Any]], caller: Caller
) -> web.Response:
    route = {"twirp_invalid_route": f"{request.method} {request.path}"}
    if request.method != "POST":
        text = f'unsupported method "{request.method}" (only POST is allowed)'
        raise TwirpError("bad_route", text, **route)
    method = methods.get(request.path.removeprefix("/twirp/"))
    if method is None:
        raise TwirpError("bad_route", f'no handler for path "{request.path}"', **route)
    body, asked = await request.read(), method.request()
    match request.content_type:
        case "application/json":
            try:
                _read_json(body, asked)
            except (json_format.ParseError, ValueError):
                raise TwirpError("malformed", "the json request could not be decoded") from None
            text = json_format.MessageToJson(
                method.call(caller, asked),
                preserving_proto_field_name=True,
                always_print_fields_with_no_presence=True,
            )
            return web.Response(text=text, content_type="application/json")
        case "application/protobuf":
            try:
                asked.ParseFromString(body)
            except DecodeError:
                raise TwirpError("malformed", "the protobuf request could not be decoded") from None
            given = method.call(caller, asked).SerializeToString()
            return web.Response(body=given, content_type="application/protobuf")
    raise TwirpError("bad_route", f'unexpected Content-Type: "{request.content_type}"', **route)


def _read_json(body: bytes, asked: Message) -> None:
    fields = json.loads(body)
    if not isinstance(fields, dict):
        raise ValueError("must be an object")
    json_format.ParseDict(fields, asked, ignore_unknown_fields=True)
