"""One talk between a caller and whichever service speaks: sound, words and tools, both ways.

When a service is lost the next one goes on, with what was stored and said so far; after the last
one the caller goes on by form.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
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

# A caller sits in silence while a service is waited for: until it says anything after it was
# opened, until it takes a tool's answer, until it is closed.
_FIRST_EVENT_SECONDS, _ANSWER_SECONDS, _CLOSE_SECONDS = 12.0, 5.0, 2.0
# A model whose `finish` was answered has so long to begin its goodbye, and to say it.
_GOODBYE_SECONDS, _PLAYED_SECONDS = 12.0, 30.0


class Playback(Protocol):
    """What plays the agent's speech."""

    def say(self, frame: rtc.AudioFrame) -> None: ...

    def end(self) -> None: ...

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
        self._turns = 0

    def hear(self, frame: rtc.AudioFrame) -> None:
        """A piece of the caller's voice; while no service is open it is lost."""
        if self._exchange:
            self._exchange.hear(frame)

    async def run(self) -> bool:
        """Whether the talk came to its end; otherwise no service is left. Each is tried twice."""
        for service in (*self._services, *self._services):
            brief = await self._brief()
            try:
                connection = await service.open(brief)
            except ServiceLostError as lost:
                logger.warning("%s does not take the talk: %s", service.name, lost)
                continue
            except Exception:
                logger.exception("%s does not take the talk", service.name)
                continue
            logger.info("%s takes the talk", service.name)
            self._tools.begin()
            exchange = self._exchange = Exchange(
                connection, self._tools, self._toolbox, self._voice, self._transcript, self._turns
            )
            try:
                await exchange.run()
            except ServiceLostError as lost:
                logger.warning("%s was lost: %s", service.name, lost)
            else:
                return True
            finally:
                self._exchange, self._turns = None, exchange.turns
                self._voice.stop()
                await _close(connection)
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


async def _close(connection: Connection) -> None:
    """Whatever becomes of it: the talk goes on without it."""
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await connection.close()
    except Exception as error:
        logger.warning("a connection was not closed: %s", type(error).__name__)


class Exchange:
    """What goes between the caller and one open connection. `turns`: what the talk had before, and
    then those of this connection, which counts its own from 0.
    """

    def __init__(
        self,
        connection: Connection,
        tools: OnceEach,
        toolbox: Toolbox,
        voice: Playback,
        transcript: Transcript,
        turns: int,
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
        self._before = turns
        self.turns = turns

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
            with suppress(TimeoutError):
                await asyncio.wait_for(self._voice.said(), _PLAYED_SECONDS)
        finally:
            tasks = (following, over, *self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self) -> None:
        """Take what the service says until it is lost, as by any error here: raises
        ServiceLostError.
        """
        events = self._connection.events()
        try:
            async with asyncio.timeout(_FIRST_EVENT_SECONDS):
                self._take(await anext(events))
            async for event in events:
                self._take(event)
        except ServiceLostError:
            raise
        except TimeoutError:
            raise ServiceLostError("it says nothing") from None
        except StopAsyncIteration:
            pass
        except Exception as error:
            logger.exception("what the service says was not understood")
            raise ServiceLostError(f"it was not understood: {type(error).__name__}") from None
        raise ServiceLostError("it says nothing more")

    def _take(self, event: Event) -> None:
        match event:
            case Speech(frame, turn):
                self._toolbox.notice_speech(self._counted(turn))
                self._says_goodbye = self._is_finishing
                self._voice.say(frame)
            case SpeechEnd():
                self._voice.end()
                if self._says_goodbye:
                    self._over.set()
            case Interrupted():
                self._voice.stop()
            case Said(turn=turn):
                said = replace(event, turn=self._counted(turn))
                self._toolbox.notice(said)
                self._transcript.note(said)
            case ToolCall():
                task = asyncio.create_task(self._run_tool(event))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _counted(self, turn: int) -> int:
        """A connection's turn, as one of the talk's."""
        self.turns = max(self.turns, self._before + turn + 1)
        return self._before + turn

    async def _run_tool(self, call: ToolCall) -> None:
        # A model may put anything into a name.
        name = call.name if call.name in self._toolbox.runs() else "unknown"
        logger.info("tool %s", name)
        outcome = await self._tools.outcome(call)
        if outcome.failed:
            logger.warning("tool %s failed", name)
        self._is_finishing |= name == FINISH and not outcome.failed
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                await self._connection.answer(call, outcome.content, failed=outcome.failed)
        except Exception as error:
            # If the connection is lost, the reader of its events says so.
            logger.warning("the answer of %s was not taken: %s", name, type(error).__name__)
        if self._is_finishing:
            await asyncio.sleep(_GOODBYE_SECONDS)
            self._over.set()
