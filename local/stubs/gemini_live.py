"""Gemini's Live API on Vertex AI: `LlmBidiService.BidiGenerateContent` over a WebSocket, in JSON.

As google-genai 3.6 writes and reads it. A tool's response without the call's id is dropped, as
Gemini 3.8 does; tools that are declared NON_BLOCKING are waited for all the same.
"""

import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any
from uuid import uuid4

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from local.stubs.gemini_request import Fields, RefusedError, fields_of, list_of, wrong_type
from local.stubs.marks import marked
from local.stubs.phrases import Phrase, ToolRequest
from local.stubs.scripted_coach import VOICE_RATE, Coach
from local.stubs.talks import Talks

_MESSAGE = "setup clientContent realtimeInput toolResponse"
_SETUP = (
    "model generationConfig systemInstruction tools realtimeInputConfig sessionResumption"
    " contextWindowCompression inputAudioTranscription outputAudioTranscription proactivity"
    " explicitVadSignal historyConfig safetySettings labels"
)
_CONFIG = (
    "candidateCount temperature topP topK maxOutputTokens presencePenalty frequencyPenalty"
    " stopSequences seed responseModalities speechConfig mediaResolution thinkingConfig"
    " enableAffectiveDialog"
)
_INPUT = "audio mediaChunks video text audioStreamEnd activityStart activityEnd"
_MODEL = re.compile(
    r"projects/[^/]+/locations/[^/]+/publishers/google/models/gemini-[^/]*live[^/]*"
)
_PCM = re.compile(r"audio/pcm(?:;rate=(\d+))?")
_USUAL_RATE = 16_000
_ROLES = ("user", "model", "system")
_TOKENS_A_SECOND = 25
_REASON_LIMIT = 120


class LiveConnection:
    """One connection; a resumed talk has several."""

    repeats_ids = False

    def __init__(self, talks: Talks) -> None:
        self._talks = talks
        self._socket = web.WebSocketResponse()
        self._setup: Fields = {}
        self._is_new = True
        self._seconds = 0.0

    async def run(self, request: web.Request) -> web.WebSocketResponse:
        """Answer the client until it leaves or is in error."""
        self._transport = request.transport
        await self._socket.prepare(request)
        with self._talks.connected(self._socket):
            async with Coach(self, self._talks) as coach:
                async for message in self._socket:
                    try:
                        await self._receive(message, coach)
                    except RefusedError as refusal:
                        await self._close(WSCloseCode.INVALID_TEXT, str(refusal))
        return self._socket

    # ------------------------------------------------------------ what the client sends

    async def _receive(self, message: WSMessage, coach: Coach) -> None:
        if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
        try:
            given = json.loads(message.data)
        except ValueError:
            raise RefusedError("Invalid JSON payload received.") from None
        sent = fields_of(given, "", _MESSAGE)
        if ("setup" in sent) == bool(self._setup) or len(sent) != 1:
            raise RefusedError("setup must be the first message and only the first.")
        [(name, value)] = sent.items()
        match name:
            case "setup":
                await self._begin(value)
            case "clientContent":
                self._read(fields_of(value, "client_content", "turns turnComplete"), coach)
            case "realtimeInput":
                self._hear(fields_of(value, "realtime_input", _INPUT), coach)
            case "toolResponse":
                _answer(fields_of(value, "tool_response", "functionResponses"), coach)

    async def _begin(self, given: Any) -> None:
        setup = fields_of(given, "setup", _SETUP)
        config = fields_of(setup.get("generationConfig") or {}, "generation_config", _CONFIG)
        if not _MODEL.fullmatch(str(setup.get("model"))):
            raise RefusedError(f"Publisher Model `{setup.get('model')}` was not found.")
        if config.get("responseModalities") != ["AUDIO"]:
            raise RefusedError("Cannot extract voices from a non-audio request.")
        for tool in list_of(setup.get("tools"), "tools"):
            declared = fields_of(tool, "tools", "functionDeclarations")
            for function in list_of(declared["functionDeclarations"], "function_declarations"):
                if not re.fullmatch(r"[a-zA-Z_][\w.:-]{0,63}", str(function.get("name", ""))):
                    raise RefusedError("Invalid function name.", "function_declarations.name")
        handle = (setup.get("sessionResumption") or {}).get("handle", "")
        if handle and handle not in self._talks.resumable:
            raise RefusedError("BidiGenerateContent session not found.")
        self._setup, self._is_new = setup, not handle
        self._talks.sessions.append(setup)
        await self._send(setupComplete={"sessionId": f"stand-in-{uuid4()}"})
        await self._offer_resumption()

    def _read(self, content: Fields, coach: Coach) -> None:
        """Text for the context; a completed turn asks the model to speak."""
        texts = []
        for turn in list_of(content.get("turns"), "turns"):
            said = fields_of(turn, "turns", "role parts")
            if said.get("role") not in _ROLES:
                raise RefusedError("Please use a valid role: user, model.", "turns.role")
            texts += [
                part["text"] for part in list_of(said.get("parts"), "parts") if "text" in part
            ]
        self._talks.texts += texts
        if not content.get("turnComplete"):
            return
        if texts and coach.knows(texts[-1]):
            coach.read(texts[-1])
        elif self._is_new:
            coach.greet()
        else:
            coach.prompt()
        self._is_new = False

    def _hear(self, given: Fields, coach: Coach) -> None:
        sounds = [given["audio"]] if "audio" in given else given.get("mediaChunks")
        for sound in list_of(sounds, "media_chunks"):
            self._listen(fields_of(sound, "audio", "mimeType data"), coach)
        if text := given.get("text"):
            self._talks.texts.append(text)
            coach.read(text)
        if "audioStreamEnd" in given or "activityEnd" in given:
            coach.pause()
        if "activityStart" in given:
            coach.interrupt()

    def _listen(self, sound: Fields, coach: Coach) -> None:
        kind = _PCM.fullmatch(str(sound.get("mimeType")))
        if not kind:
            raise RefusedError(f"Unsupported mime type {sound.get('mimeType')}.", "audio.mime_type")
        try:
            # In either alphabet, as protocol buffers take bytes.
            pcm = b64decode(
                str(sound.get("data")).replace("-", "+").replace("_", "/"), validate=True
            )
        except NotBase64:
            raise wrong_type("audio.data", "TYPE_BYTES") from None
        rate = int(kind[1] or _USUAL_RATE)
        self._seconds += len(pcm) / 2 / rate
        coach.hear(pcm, rate)

    # ------------------------------------------------------------ what the coach does

    async def transcribe(self, phrase: Phrase, *, typed: bool) -> None:
        if not typed and "inputAudioTranscription" in self._setup:
            await self._say(inputTranscription={"text": phrase.text})

    async def call(self, request: ToolRequest, ids: list[str]) -> None:
        calls = [{"id": each, "name": request.name, "args": request.arguments} for each in ids]
        await self._send(toolCall={"functionCalls": calls})

    async def begin(self, reply: str) -> None:
        if "outputAudioTranscription" in self._setup:
            await self._say(outputTranscription={"text": reply})

    async def play(self, pcm: bytes) -> None:
        self._seconds += len(pcm) / 2 / VOICE_RATE
        data = {"mimeType": f"audio/pcm;rate={VOICE_RATE}", "data": b64encode(pcm).decode()}
        await self._say(modelTurn={"role": "model", "parts": [{"inlineData": data}]})

    async def sent(self) -> None:
        await self._say(generationComplete=True)

    async def end(self, *, interrupted: bool) -> None:
        if interrupted:
            await self._say(interrupted=True)
        await self._send(serverContent={"turnComplete": True}, usageMetadata=self._used())
        await self._offer_resumption()

    async def fail(self, *, notice: bool) -> None:
        if notice:
            await self._send(goAway={"timeLeft": "0s"})
            await self._close(WSCloseCode.INTERNAL_ERROR, "Internal error encountered.")
        elif self._transport:
            self._transport.abort()

    def _used(self) -> Fields:
        """All of a talk is in the context of its next turn."""
        tokens = int(self._seconds * _TOKENS_A_SECOND)
        return {
            "promptTokenCount": tokens,
            "candidatesTokenCount": 0,
            "totalTokenCount": tokens,
            "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": tokens}],
        }

    async def _offer_resumption(self) -> None:
        if "sessionResumption" in self._setup:
            handle = f"stand-in-{uuid4()}"
            self._talks.resumable.add(handle)
            await self._send(sessionResumptionUpdate={"newHandle": handle, "resumable": True})

    async def _say(self, **content: Any) -> None:
        await self._send(serverContent=content)

    async def _send(self, **message: Any) -> None:
        # As binary frames, in which Google sends its JSON.
        await self._socket.send_bytes(json.dumps(message).encode())

    async def _close(self, code: WSCloseCode, reason: str) -> None:
        await self._socket.close(code=code, message=marked(reason).encode()[-_REASON_LIMIT:])


def _answer(given: Fields, coach: Coach) -> None:
    """Responses of tools."""
    for each in list_of(given.get("functionResponses"), "function_responses"):
        response = fields_of(each, "function_responses", "id name response scheduling willContinue")
        content = response.get("response")
        if not isinstance(content, dict):
            raise wrong_type("function_responses.response", "an object")
        coach.receive(response.get("id", ""), content, is_error="error" in content)
