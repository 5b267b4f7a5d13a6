"""Gemini Live on Vertex AI, through the Google plugin of livekit-agents."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError
from google.genai import types
from livekit import rtc
from livekit.agents import APIConnectOptions, function_tool, llm
from livekit.plugins.google.realtime import RealtimeModel

from voice_agent.services.google_credentials import credentials_of
from voice_agent.services.interface import (
    Brief,
    Event,
    Interrupted,
    Said,
    ServiceLostError,
    Speaker,
    Speech,
    SpeechEnd,
    Tool,
    ToolCall,
)
from voice_agent.settings import GeminiSettings

# Each turn bills the whole context again, so it is cut to what an interview needs
# (docs/onboarding.md, what a minute costs).
_MOST_CONTEXT_TOKENS, _KEPT_CONTEXT_TOKENS = 8_000, 4_000
# One more try with what the service remembers; then the talk goes on without it.
_RECONNECTING = APIConnectOptions(max_retry=1, retry_interval=0.5, timeout=8)


@dataclass(frozen=True)
class GeminiService:
    """Gemini's model for live speech."""

    settings: GeminiSettings
    name: str = "gemini"

    async def open(self, brief: Brief) -> "GeminiTalk":
        """Raises ServiceLostError."""
        try:
            # Google's library may ask its servers, and waits for them.
            credentials = await asyncio.to_thread(credentials_of, self.settings.credentials)
            model = self._model(brief, credentials)
        except (ValueError, GoogleAuthError) as error:
            raise ServiceLostError(f"Google's credentials are none: {error}") from error
        talk = GeminiTalk(model.session())
        try:
            await talk.begin(brief)
        except BaseException:
            await talk.close()
            raise
        return talk

    def _model(self, brief: Brief, credentials: Credentials) -> RealtimeModel:
        settings = self.settings
        # An address of its own for each talk: the plugin writes into these options.
        elsewhere = {"base_url": settings.endpoint} if settings.endpoint else {}
        return RealtimeModel(
            vertexai=True,
            project=settings.project,
            location=settings.location,
            model=settings.model,
            credentials=credentials,
            instructions=brief.instructions,
            http_options=types.HttpOptions(**elsewhere),
            conn_options=_RECONNECTING,
            context_window_compression=types.ContextWindowCompressionConfig(
                trigger_tokens=_MOST_CONTEXT_TOKENS,
                sliding_window=types.SlidingWindow(target_tokens=_KEPT_CONTEXT_TOKENS),
            ),
        )


class GeminiTalk:
    """An open session, which is a `Connection`."""

    def __init__(self, session: llm.RealtimeSession[Any]) -> None:
        self._session = session
        self._events: asyncio.Queue[Event | ServiceLostError] = asyncio.Queue()
        self._turn = 0
        self._caller_items: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering = asyncio.Lock()
        self._interruption: asyncio.Handle | None = None
        session.on("generation_created", self._begin_generation)
        session.on("input_speech_started", self._interrupt)
        session.on("input_audio_transcription_completed", self._take_transcript)
        session.on("error", self._take_error)

    async def begin(self, brief: Brief) -> None:
        """Name the tools and have the model greet the caller."""
        await self._session.update_tools([_declared(tool) for tool in brief.tools])
        greeting = self._session.generate_reply(instructions=brief.greeting)
        self._soon(_done(greeting))

    def hear(self, frame: rtc.AudioFrame) -> None:
        self._session.push_audio(frame)

    async def events(self) -> AsyncIterator[Event]:
        """Raises ServiceLostError."""
        while True:
            event = await self._events.get()
            if isinstance(event, ServiceLostError):
                raise event
            yield event

    async def answer(self, call: ToolCall, content: str, *, failed: bool) -> None:
        """Gemini speaks by itself once it has the answer."""
        said = (
            llm.FunctionCall(
                call_id=call.id, name=call.name, arguments=json.dumps(dict(call.arguments))
            ),
            llm.FunctionCallOutput(
                call_id=call.id, name=call.name, output=content, is_error=failed
            ),
        )
        # Each adds to what the one before it left.
        async with self._answering:
            context = self._session.chat_ctx
            context.items += said
            await self._session.update_chat_ctx(context)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._session.aclose()

    # ------------------------------------------------------------ what the plugin says

    def _interrupt(self, _: object) -> None:
        """Soon, since the plugin says the same just before each generation that follows a tool's
        answer, in which the model goes on with what it was saying.
        """
        loop = asyncio.get_running_loop()
        self._interruption = loop.call_soon(self._events.put_nowait, Interrupted())

    def _begin_generation(self, generation: llm.GenerationCreatedEvent) -> None:
        if self._interruption:
            self._interruption.cancel()
            self._interruption = None
        self._turn += 1
        self._soon(self._speak(generation, self._turn))
        self._soon(self._call(generation))

    async def _speak(self, generation: llm.GenerationCreatedEvent, turn: int) -> None:
        async for message in generation.message_stream:
            self._soon(self._write(message, turn))
            async for frame in message.audio_stream:
                self._events.put_nowait(Speech(frame, turn))
            self._events.put_nowait(SpeechEnd())

    async def _write(self, message: llm.MessageGeneration, turn: int) -> None:
        text = "".join([str(piece) async for piece in message.text_stream])
        if text.strip():
            self._events.put_nowait(Said(Speaker.AGENT, text.strip(), turn, final=True))

    async def _call(self, generation: llm.GenerationCreatedEvent) -> None:
        async for call in generation.function_stream:
            arguments = json.loads(call.arguments or "{}")
            asked = arguments if isinstance(arguments, dict) else {}
            self._events.put_nowait(ToolCall(call.call_id, call.name or "", asked))

    def _take_transcript(self, heard: llm.InputTranscriptionCompleted) -> None:
        """Words of the caller's belong to the generation in which they are first heard."""
        turn = self._caller_items.setdefault(heard.item_id, self._turn)
        said = Said(Speaker.CALLER, heard.transcript.strip(), turn, final=heard.is_final)
        self._events.put_nowait(said)

    def _take_error(self, error: llm.RealtimeModelError) -> None:
        if not error.recoverable:
            # Not as it represents itself: with the headers of the whole answer.
            reason = f"{type(error.error).__name__}, {error.error!s:.200}"
            self._events.put_nowait(ServiceLostError(f"Gemini Live ended: {reason}"))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._take_end)

    def _take_end(self, task: asyncio.Task[None]) -> None:
        """What breaks in one of them would be missing in silence."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            lost = ServiceLostError(f"Gemini Live was not understood: {type(error).__name__}")
            self._events.put_nowait(lost)


def _declared(tool: Tool) -> llm.RawFunctionTool[..., Any]:
    """A tool by its schema alone: the talk runs it, not the plugin."""

    async def not_run(raw_arguments: dict[str, object]) -> None:
        raise RuntimeError("a talk runs its tools itself")

    return function_tool(
        not_run,
        raw_schema={
            "name": tool.name,
            "description": tool.description,
            "parameters": dict(tool.parameters),
        },
    )


async def _done(greeting: Awaitable[object]) -> None:
    """A greeting that does not come is no reason to end: the caller may speak first."""
    try:
        await greeting
    except llm.RealtimeError:
        return
