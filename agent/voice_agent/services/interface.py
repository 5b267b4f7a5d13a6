"""What a service that hears and speaks is asked for, and what it says.

A talk opens a connection, gives it the caller's voice, and reads its events: speech to play, words
for the transcript, tools to call. A service that is lost ends the events by `ServiceLostError`.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from livekit import rtc


class ServiceLostError(Exception):
    """The service refused, ended the connection or failed; the talk goes on without it."""


class Speaker(StrEnum):
    """Who said something, in the API's words."""

    AGENT = "agent"
    CALLER = "caller"


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model may ask for. `parameters`: JSON Schema of an object, in Vertex AI's subset."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a service is opened with. `greeting`: what it says first, in its own words."""

    instructions: str
    tools: tuple[Tool, ...]
    greeting: str


@dataclass(frozen=True, slots=True)
class Speech:
    """A piece of the agent's voice. `turn`: as in `Said`."""

    frame: rtc.AudioFrame
    turn: int


@dataclass(frozen=True, slots=True)
class SpeechEnd:
    """The agent has said what it wanted to."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The caller began to speak: what was not played yet is not to be."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of either side. `turn` rises with each time that the caller takes the word, so that an
    answer has a higher one than the question. `final`: not to be followed by more of the same.
    """

    speaker: Speaker
    text: str
    turn: int
    final: bool


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model asks for; it waits for the answer under `id`."""

    id: str
    name: str
    arguments: Mapping[str, Any]


type Event = Speech | SpeechEnd | Interrupted | Said | ToolCall


class Connection(Protocol):
    """An open connection to a service."""

    def hear(self, frame: rtc.AudioFrame) -> None:
        """Give it a piece of the caller's voice."""
        ...

    def events(self) -> AsyncIterator[Event]:
        """What it says, until it is closed. Raises ServiceLostError when it is lost."""
        ...

    async def answer(self, call: ToolCall, content: str, *, failed: bool) -> None:
        """Say what became of a tool call: JSON, or an error in words."""
        ...

    async def close(self) -> None: ...


class SpeechService(Protocol):
    """One that is set up."""

    @property
    def name(self) -> str: ...

    async def open(self, brief: Brief) -> Connection:
        """Raises ServiceLostError."""
        ...
