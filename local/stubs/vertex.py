"""Gemini on Vertex AI: `publishers/google/models/{model}:generateContent`, and its Live API.

The JSON is that of `google.cloud.aiplatform.v1.PredictionService`. Any bearer token is taken:
who may call a project is Google's business, and a stand-in has no accounts. A client gets one as by
workload identity federation: it exchanges a token of its own for one of Google's.

What it answers next can be put into its `script`, also over HTTP: `POST /stand-in/script`.
"""

import asyncio
import hashlib
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from local.stubs import gemini_schema
from local.stubs.gemini_request import GeminiRequest, RefusedError, read
from local.stubs.google_refusals import refusal_of, require_bearer
from local.stubs.marks import WORDS, application, marked
from local.stubs.meals import PLATE
from local.stubs.talks import Talks

BODY_LIMIT = 20 * 2**20
_PATH = "/v1/projects/{project}/locations/{location}/publishers/google/models/{call}"
_METHOD = ":generateContent"
_LIVE = "/ws/google.cloud.aiplatform.{version:v1|v1beta1}.LlmBidiService/BidiGenerateContent"
_SUBJECT_TOKEN, _TOKEN, _SCRIPT = "/stand-in/subject-token", "/v1/token", "/stand-in/script"
_FINISHED = {"STOP": 1, "MAX_TOKENS": 2, "SAFETY": 3, "RECITATION": 4}
_IMAGE_TOKENS, _LETTERS_A_TOKEN = 1_120, 4


@dataclass(frozen=True)
class Scripted:
    """What the model is to answer to one question. `body`: instead of Google's JSON. `seconds`: how
    long it takes. `dropped`: the connection ends in the middle.
    """

    text: str = ""
    finish: str = "STOP"
    status: int = 200
    seconds: float = 0.0
    body: str | None = None
    dropped: bool = False


@dataclass
class VertexStandIn:
    """The server, what it is to answer next, and what it was asked."""

    script: deque[Scripted] = field(default_factory=deque)
    questions: list[GeminiRequest] = field(default_factory=list)
    live: Talks = field(default_factory=Talks)
    """What was spoken with it."""

    def application(self) -> web.Application:
        app = application(
            web.post(_PATH, self._generate),
            web.get(_LIVE, self._talk),
            web.get(_SUBJECT_TOKEN, _subject_token),
            web.post(_TOKEN, _exchange),
            web.post(_SCRIPT, self._take_script),
            body_limit=BODY_LIMIT,
        )
        return self.live.attach(app)

    async def _talk(self, request: web.Request) -> web.StreamResponse:
        # With NumPy, which few users of the stand-in need.
        from local.stubs.gemini_live import LiveConnection

        try:
            require_bearer(request)
            if self.live.behaviour.refuse:
                raise RefusedError("The caller does not have permission.", status=403)
        except RefusedError as refusal:
            return refusal_of(refusal)
        return await LiveConnection(self.live).run(request)

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        model, method, rest = request.match_info["call"].partition(_METHOD)
        if not method or rest:
            raise web.HTTPNotFound(text=marked("The requested URL was not found on this server."))
        try:
            require_bearer(request)
            if not model.startswith("gemini-"):
                raise RefusedError(_unknown_model(request, model), status=404)
            asked = read(await request.read())
            self.questions.append(asked)
            scripted = self.script.popleft() if self.script else Scripted(_text(asked))
        except RefusedError as refusal:
            return refusal_of(refusal)
        await asyncio.sleep(scripted.seconds)
        as_numbers = "enum-encoding=int" in request.query.get("$alt", "")
        return await _answered(request, asked, scripted, model, enums_as_numbers=as_numbers)

    async def _take_script(self, request: web.Request) -> web.Response:
        """A list of what to answer next, each with the fields of `Scripted`."""
        self.script.extend(Scripted(**each) for each in await request.json())
        return web.json_response({"scripted": len(self.script)})


def credentials_for(address: str) -> str:
    """What Google's library is given for a stand-in at this address."""
    return json.dumps(
        {
            "type": "external_account",
            "audience": "//iam.googleapis.com/stand-in",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": f"{address}{_TOKEN}",
            "credential_source": {"url": f"{address}{_SUBJECT_TOKEN}"},
        }
    )


async def _subject_token(_: web.Request) -> web.Response:
    return web.Response(text="a-token-of-the-caller-s-own")


async def _exchange(request: web.Request) -> web.Response:
    """OAuth 2.0 Token Exchange (RFC 8693), as Google's Security Token Service has it."""
    form = await request.post()
    if not form.get("subject_token") or not form.get("audience"):
        return web.json_response({"error": "invalid_request"}, status=400)
    return web.json_response(
        {
            "access_token": "stand-in",
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "Bearer",
            "expires_in": 3600,
        }
    )


async def _answered(
    request: web.Request,
    asked: GeminiRequest,
    scripted: Scripted,
    model: str,
    *,
    enums_as_numbers: bool,
) -> web.StreamResponse:
    if scripted.status != 200:
        return refusal_of(RefusedError("As it was scripted.", status=scripted.status))
    answer = _answer(asked, scripted, model, enums_as_numbers=enums_as_numbers)
    body = json.dumps(answer) if scripted.body is None else scripted.body
    if not scripted.dropped:
        return web.Response(text=body, content_type="application/json")
    half = web.StreamResponse(headers={"Content-Length": str(len(body))})
    await half.prepare(request)
    await half.write(body.encode()[: len(body) // 2])
    assert request.transport is not None
    request.transport.abort()
    return half


def _unknown_model(request: web.Request, model: str) -> str:
    project, location = request.match_info["project"], request.match_info["location"]
    name = f"projects/{project}/locations/{location}/publishers/google/models/{model}"
    return f"Publisher Model `{name}` was not found or your project does not have access to it."


def _text(asked: GeminiRequest) -> str:
    """What the model says: JSON by the schema, or that it is none and what it was sent."""
    if asked.schema is not None:
        value = gemini_schema.value_of(asked.schema)
        if asked.images and PLATE.keys() == (asked.schema.get("properties") or {}).keys():
            value = PLATE
        return str(value) if asked.mime_type == "text/x.enum" else json.dumps(value)
    said = f"This is a {WORDS} for Gemini; no model has read the {asked.described}."
    if asked.mime_type == "application/json":
        return json.dumps({"standIn": said})
    return said


def _answer(
    asked: GeminiRequest, scripted: Scripted, model: str, *, enums_as_numbers: bool
) -> dict[str, Any]:
    text = scripted.text
    room = asked.max_tokens * _LETTERS_A_TOKEN if asked.max_tokens else len(text)
    reason = scripted.finish if len(text) <= room else "MAX_TOKENS"
    text = text[:room]
    prompt = _tokens(asked.letters) + asked.images * _IMAGE_TOKENS
    return {
        "candidates": [
            {
                "content": {"role": "model", "parts": [{"text": text}]},
                "finishReason": _FINISHED[reason] if enums_as_numbers else reason,
            }
        ],
        "usageMetadata": {
            "promptTokenCount": prompt,
            "candidatesTokenCount": _tokens(len(text)),
            "totalTokenCount": prompt + _tokens(len(text)),
        },
        "modelVersion": f"{model}-stand-in",
        "responseId": f"stand-in-{hashlib.sha256(asked.body).hexdigest()[:16]}",
    }


def _tokens(letters: int) -> int:
    return -(-letters // _LETTERS_A_TOKEN)
