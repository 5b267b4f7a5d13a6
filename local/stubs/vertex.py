"""Gemini on Vertex AI: `publishers/google/models/{model}:generateContent` over REST.

The JSON is that of `google.cloud.aiplatform.v1.PredictionService`. Any bearer token is taken:
who may call a project is Google's business, and a stand-in has no accounts. A client is given one
by `google.oauth2.credentials.Credentials(token="stand-in")`.
"""

import hashlib
import json
from typing import Any

from aiohttp import web

from local.stubs import gemini_schema
from local.stubs.gemini_request import GeminiRequest, RefusedError, read
from local.stubs.marks import WORDS, application, marked

BODY_LIMIT = 20 * 2**20
_PATH = "/v1/projects/{project}/locations/{location}/publishers/google/models/{call}"
_METHOD = ":generateContent"
_STATUS = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 404: "NOT_FOUND"}
_FINISHED = {"STOP": 1, "MAX_TOKENS": 2}
_IMAGE_TOKENS, _LETTERS_A_TOKEN = 258, 4


def vertex_application() -> web.Application:
    return application(web.post(_PATH, _generate), body_limit=BODY_LIMIT)


async def _generate(request: web.Request) -> web.Response:
    model, method, rest = request.match_info["call"].partition(_METHOD)
    if not method or rest:
        raise web.HTTPNotFound(text=marked("The requested URL was not found on this server."))
    try:
        if not _bearer(request.headers.get("Authorization", "")):
            raise RefusedError(_CREDENTIALS, status=401)
        if not model.startswith("gemini-"):
            raise RefusedError(_unknown_model(request, model), status=404)
        asked = read(await request.read())
        text = _text(asked)
    except RefusedError as refusal:
        return _refusal(refusal)
    enums_as_numbers = "enum-encoding=int" in request.query.get("$alt", "")
    return web.json_response(_answer(asked, text, model, enums_as_numbers=enums_as_numbers))


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


_CREDENTIALS = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login"
    " cookie or other valid authentication credential."
)


def _unknown_model(request: web.Request, model: str) -> str:
    project, location = request.match_info["project"], request.match_info["location"]
    name = f"projects/{project}/locations/{location}/publishers/google/models/{model}"
    return f"Publisher Model `{name}` was not found or your project does not have access to it."


def _refusal(refusal: RefusedError) -> web.Response:
    """Google's error: google.rpc.Status in JSON."""
    error: dict[str, Any] = {
        "code": refusal.status,
        "message": marked(str(refusal)),
        "status": _STATUS[refusal.status],
    }
    if refusal.field:
        violation = {"field": refusal.field, "description": str(refusal)}
        kind = "type.googleapis.com/google.rpc.BadRequest"
        error["details"] = [{"@type": kind, "fieldViolations": [violation]}]
    return web.json_response({"error": error}, status=refusal.status)


def _text(asked: GeminiRequest) -> str:
    """What the model says: JSON by the schema, or that it is none and what it was sent."""
    if asked.schema is not None:
        value = gemini_schema.value_of(asked.schema)
        return str(value) if asked.mime_type == "text/x.enum" else json.dumps(value)
    said = f"This is a {WORDS} for Gemini; no model has read the {asked.described}."
    if asked.mime_type == "application/json":
        return json.dumps({"standIn": said})
    return said


def _answer(
    asked: GeminiRequest, text: str, model: str, *, enums_as_numbers: bool
) -> dict[str, Any]:
    room = asked.max_tokens * _LETTERS_A_TOKEN if asked.max_tokens else len(text)
    reason = "STOP" if len(text) <= room else "MAX_TOKENS"
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
