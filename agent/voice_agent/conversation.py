"""One talk between a caller and whichever service speaks: sound, words and tools, both ways.

When a service is lost the next one goes on, with what was stored and said so far; after the last
one the caller goes on by form.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from livekit import rtc

from voice_agent.services.interface import (
    Brief,
    Connection,
    Event,
    Interrupted,
    Said,
    ServiceLostError,
    Speech,
    SpeechEnd,
    SpeechService,
    ToolCall,
)
from voice_agent.tools.toolbox import FINISH, OnceEach, Toolbox
from voice_agent.transcript import Transcript

logger = logging.getLogger("voice_agent")

# A model whose `finish` was answered has so long to say goodbye.
_GOODBYE_SECONDS = 12.0


class Playback(Protocol):
    """What plays the agent's speech."""

    def say(self, frame: rtc.AudioFrame) -> None: ...

    def stop(self) -> None: ...

    async def said(self) -> None: ...


class Conversation:
    """`run` lasts until it is over; meanwhile `hear` takes the caller's voice."""

    def __init__(
        self,
        services: Sequence[SpeechService],
        toolbox: Toolbox,
        voice: Playback,
        transcript: Transcript,
    ) -> None:
        self._services = services
        self._toolbox = toolbox
        self._voice = voice
        self._transcript = transcript
        self._tools = OnceEach(toolbox)
        self._exchange: Exchange | None = None

    def hear(self, frame: rtc.AudioFrame) -> None:
        """A piece of the caller's voice; while no service is open it is lost."""
        if self._exchange:
            self._exchange.hear(frame)

    async def run(self) -> bool:
        """Whether the talk came to its end; otherwise no service is left. Each is tried twice."""
        for service in (*self._services, *self._services):
            try:
                connection = await service.open(await self._brief())
            except ServiceLostError as lost:
                logger.warning("%s does not take the talk: %s", service.name, lost)
                continue
            logger.info("%s takes the talk", service.name)
            self._exchange = Exchange(
                connection, self._tools, self._toolbox, self._voice, self._transcript
            )
            try:
                await self._exchange.run()
            except ServiceLostError as lost:
                logger.warning("%s was lost: %s", service.name, lost)
            else:
                return True
            finally:
                self._exchange = None
                self._voice.stop()
                await connection.close()
        return False

    async def close(self) -> None:
        """Let what was said be stored."""
        await self._tools.all_done()
        await self._toolbox.end()

    async def _brief(self) -> Brief:
        """With the words so far, for a service that takes the talk over."""
        brief = await self._toolbox.brief()
        if not self._transcript.lines:
            return brief
        so_far = f"The talk so far, which you take over:\n{self._transcript.recent()}"
        return replace(brief, instructions=f"{brief.instructions}\n{so_far}")


class Exchange:
    """What goes between the caller and one open connection."""

    def __init__(
        self,
        connection: Connection,
        tools: OnceEach,
        toolbox: Toolbox,
        voice: Playback,
        transcript: Transcript,
    ) -> None:
        self._connection = connection
        self._tools = tools
        self._toolbox = toolbox
        self._voice = voice
        self._transcript = transcript
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_finishing = False
        self._says_goodbye = False
        self._over = asyncio.Event()

    def hear(self, frame: rtc.AudioFrame) -> None:
        self._connection.hear(frame)

    async def run(self) -> None:
        """Until the model has finished and said goodbye. Raises ServiceLostError."""
        following = asyncio.create_task(self._follow())
        over = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({following, over}, return_when=asyncio.FIRST_COMPLETED)
            if following.done() and not self._is_finishing:
                following.result()
                raise ServiceLostError("it says nothing more")
            await self._voice.said()
        finally:
            for task in (following, over, *self._tasks):
                task.cancel()
            await asyncio.gather(following, over, return_exceptions=True)

    async def _follow(self) -> None:
        async for event in self._connection.events():
            self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case Speech(frame, turn):
                self._toolbox.notice_speech(turn)
                self._says_goodbye = self._is_finishing
                self._voice.say(frame)
            case SpeechEnd():
                if self._says_goodbye:
                    self._over.set()
            case Interrupted():
                self._voice.stop()
            case Said():
                self._toolbox.notice(event)
                self._transcript.note(event)
            case ToolCall():
                task = asyncio.create_task(self._run_tool(event))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _run_tool(self, call: ToolCall) -> None:
        logger.info("tool %s", call.name)
        outcome = await self._tools.outcome(call)
        if outcome.failed:
            logger.warning("tool %s failed", call.name)
        self._is_finishing |= call.name == FINISH and not outcome.failed
        try:
            await self._connection.answer(call, outcome.content, failed=outcome.failed)
        except (ConnectionError, RuntimeError):
            # The reader of events says that the connection is lost.
            return
        if self._is_finishing:
            await asyncio.sleep(_GOODBYE_SECONDS)
            self._over.set()
