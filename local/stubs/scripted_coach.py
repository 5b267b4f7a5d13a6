"""The coach of the stand-ins' talks: it hears phrases, calls tools, and answers by tones.

It knows no wire. A service's stand-in brings it what arrives and sends what it does.
"""

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self
from uuid import uuid4

from local.stubs.phrases import (
    FIRST_COACH,
    GREETING,
    NOT_UNDERSTOOD,
    PHRASES,
    PROMPTED,
    Phrase,
    ToolRequest,
)
from local.stubs.talks import Talks, ToolAnswer
from local.stubs.tones import Listener, tone

VOICE_RATE = 24_000
_CHUNK_SECONDS = 0.1
# Who is silent may send nothing at all.
_PAUSE_SECONDS = 0.4


class Wire(Protocol):
    """One connection, in the words of its service."""

    repeats_ids: bool
    """Whether a call that is repeated keeps its id."""

    async def transcribe(self, phrase: Phrase, *, typed: bool) -> None:
        """What the caller said."""

    async def call(self, request: ToolRequest, ids: list[str]) -> None:
        """Call a tool, once for each of these ids."""

    async def begin(self, reply: str) -> None:
        """The coach begins to speak."""

    async def play(self, pcm: bytes) -> None:
        """Samples of its voice."""

    async def sent(self) -> None:
        """All of the voice is sent."""

    async def end(self, *, interrupted: bool) -> None:
        """The coach has spoken, or the caller has interrupted it."""

    async def fail(self, *, notice: bool) -> None:
        """End the connection with an error."""


@dataclass(frozen=True)
class _Turn:
    """Something that the coach answers. `typed` is None where no caller said it."""

    phrase: Phrase
    typed: bool | None = None


class Coach:
    """One talk. Used as a context, in which it answers what arrives."""

    def __init__(self, wire: Wire, talks: Talks) -> None:
        self._wire = wire
        self._talks = talks
        self._turns: asyncio.Queue[_Turn] = asyncio.Queue()
        self._listener: Listener | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._called: dict[str, str] = {}
        self._answered: dict[str, asyncio.Event] = {}
        self._is_speaking = False
        self._interruption = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._work = asyncio.create_task(self._answer_turns())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._silence:
            self._silence.cancel()
        self._work.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await self._work

    # ------------------------------------------------------------ what arrives

    def hear(self, pcm: bytes, rate: int) -> None:
        """Samples of the caller's voice."""
        if self._listener is None or self._listener.rate != rate:
            self._listener = Listener(PHRASES, rate)
        if self._silence:
            self._silence.cancel()
        heard = self._listener.feed(pcm)
        if heard or self._listener.is_hearing:
            self.interrupt()
        for phrase in heard:
            self._take(phrase)
        self._silence = asyncio.get_running_loop().call_later(_PAUSE_SECONDS, self.pause)

    def pause(self) -> None:
        """The caller sends no samples any more."""
        if self._listener and (phrase := self._listener.pause()):
            self._take(phrase)

    def interrupt(self) -> None:
        if self._is_speaking:
            self._interruption.set()

    def knows(self, text: str) -> bool:
        return _phrase_of(text) is not None

    def read(self, text: str) -> None:
        """What the caller typed."""
        phrase = _phrase_of(text) or replace(NOT_UNDERSTOOD, text=text)
        self._turns.put_nowait(_Turn(phrase, typed=True))

    def greet(self) -> None:
        self._turns.put_nowait(_Turn(GREETING))

    def prompt(self, reply: str = "") -> None:
        """Have the coach speak without being spoken to."""
        self._turns.put_nowait(_Turn(replace(PROMPTED, reply=reply or PROMPTED.reply)))

    def receive(self, call_id: str, content: Any, *, is_error: bool) -> None:
        """A tool's response."""
        name = self._called.get(call_id, "")
        self._talks.responses.append(ToolAnswer(name, call_id, content, is_error))
        self._answered.setdefault(call_id, asyncio.Event()).set()

    # ------------------------------------------------------------ what it does

    def _take(self, phrase: Phrase) -> None:
        self._talks.heard.append(phrase)
        self._turns.put_nowait(_Turn(phrase, typed=False))

    async def _answer_turns(self) -> None:
        while True:
            turn = await self._turns.get()
            if turn.typed is not None:
                await self._wire.transcribe(turn.phrase, typed=turn.typed)
            behaviour = self._talks.behaviour
            is_last = bool(turn.phrase.hertz) and behaviour.ends_with_this()
            if not (is_last and behaviour.in_mid_turn):
                for request in turn.phrase.calls:
                    await self._call(request)
                await self._speak(turn.phrase)
            if is_last:
                return await self._wire.fail(notice=not behaviour.without_notice)

    async def _call(self, request: ToolRequest) -> None:
        arguments = {
            name: first_coach(self._talks.responses) if value == FIRST_COACH else value
            for name, value in request.arguments.items()
        }
        ids = [f"call-{uuid4().hex[:12]}"]
        if self._talks.behaviour.repeat_calls:
            ids += ids if self._wire.repeats_ids else [f"call-{uuid4().hex[:12]}"]
        self._called |= dict.fromkeys(ids, request.name)
        await self._wire.call(ToolRequest(request.name, arguments), ids)
        for call_id in ids:
            await self._answered.setdefault(call_id, asyncio.Event()).wait()

    async def _speak(self, phrase: Phrase) -> None:
        """Send the voice twice as fast as it sounds, and wait until it has sounded."""
        voice = tone(phrase.reply_hertz, self._talks.behaviour.reply_seconds, VOICE_RATE)
        size = 2 * int(_CHUNK_SECONDS * VOICE_RATE)
        chunks = [voice[at : at + size] for at in range(0, len(voice), size)]
        self._interruption.clear()
        self._is_speaking = True
        await self._wire.begin(phrase.reply)
        for chunk in chunks:
            await self._wire.play(chunk)
            if interrupted := await self._is_interrupted(_CHUNK_SECONDS / 2):
                break
        else:
            await self._wire.sent()
            interrupted = await self._is_interrupted(len(chunks) * _CHUNK_SECONDS / 2)
        self._is_speaking = False
        await self._wire.end(interrupted=interrupted)
        if self._listener and not interrupted:
            self._listener.settle()

    async def _is_interrupted(self, seconds: float) -> bool:
        """Whether the caller speaks within this time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._interruption.wait(), seconds)
        return self._interruption.is_set()


def first_coach(responses: Iterable[ToolAnswer]) -> int:
    """The first coach of the last recommendation; 0, which no coach has, without one."""
    for answer in reversed(list(responses)):
        if answer.name == "recommend_coaches" and (coaches := _find_coaches(answer.content)):
            return int(coaches[0]["id"])
    return 0


def _find_coaches(content: Any) -> list[dict[str, Any]]:
    """A response's list of coaches, also inside what a client puts around it."""
    if isinstance(content, str):
        with suppress(ValueError):
            return _find_coaches(json.loads(content))
    if not isinstance(content, dict):
        return []
    if isinstance(coaches := content.get("coaches"), list):
        return coaches
    return next((found for value in content.values() if (found := _find_coaches(value))), [])


def _phrase_of(text: str) -> Phrase | None:
    wanted = text.strip().casefold()
    return next((phrase for phrase in PHRASES if phrase.text.casefold() == wanted), None)
