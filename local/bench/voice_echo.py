"""What a voice agent is measured against: a service that echoes, and an API that knows nothing.

The service speaks EVI's wire (`local/stubs/evi.py`); what it hears comes back without waiting, but
for silence, in which a service sends nothing.
"""

import json
import wave
from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

import numpy as np
from aiohttp import WSMsgType, web

_USUAL_RATE = 48_000
# What Opus makes of silence is below it (of 32,768).
_SILENT = 500


def application() -> web.Application:
    app = web.Application()
    app.add_routes(
        [
            web.post("/oauth2-cc/token", _token),
            web.get("/v0/evi/chat", _chat),
            web.route("*", "/api/{path:.*}", _nothing),
        ]
    )
    return app


async def _token(_: web.Request) -> web.Response:
    return web.json_response({"access_token": "-", "expires_in": 1800, "token_type": "Bearer"})


async def _nothing(_: web.Request) -> web.Response:
    return web.json_response({"success": True, "data": {}})


async def _chat(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    rate = _USUAL_RATE
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        said = json.loads(message.data)
        if said["type"] == "session_settings":
            rate = said["audio"]["sample_rate"]
        elif said["type"] == "audio_input" and _is_sound(said["data"]):
            await socket.send_str(json.dumps(_echo(said["data"], rate)))
    return socket


def _is_sound(data: str) -> bool:
    """A service sends nothing while it is silent."""
    samples = np.frombuffer(b64decode(data), "<i2").astype(int)
    return int(np.abs(samples).max()) > _SILENT


def _echo(data: str, rate: int) -> dict[str, Any]:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(b64decode(data))
    encoded = b64encode(file.getvalue()).decode()
    return {"type": "audio_output", "id": "echo", "index": 0, "data": encoded}
