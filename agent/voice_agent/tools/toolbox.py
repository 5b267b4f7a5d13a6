"""How a talk's tools are run: each call once, and each answer in words that a model understands."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from voice_agent.api import ApiRefusedError, ApiUnavailableError
from voice_agent.services.interface import Brief, Said, Tool, ToolCall

FINISH = "finish"

logger = logging.getLogger("voice_agent")

_NOT_NOW = "That did not work just now. Say so, go on, and try it again later."
# A model keeps some thousand tokens in mind, of which an answer may take a part: the most
# characters of it, and how many items of lists and characters of texts are tried for that.
_MOST_CHARACTERS = 8_000
_CUTS = ((30, 1_000), (12, 400), (5, 150))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model is answered. `failed`: the text says what went wrong."""

    content: str
    failed: bool = False


type Run = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


class Toolbox(Protocol):
    """The tools of one kind of talk."""

    async def brief(self) -> Brief:
        """What a service is opened with, by what is known now."""
        ...

    def runs(self) -> Mapping[str, Run]:
        """What runs each tool. Raises ApiRefusedError, ApiUnavailableError."""
        ...

    def notice(self, said: Said) -> None:
        """Either side said something."""
        ...

    def notice_speech(self, turn: int) -> None:
        """The agent speaks."""
        ...

    async def end(self) -> None:
        """The talk is over."""
        ...


class OnceEach:
    """Runs tool calls. One that comes again, by its id, gets the answer of the first."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
        self._by_id: dict[str, asyncio.Task[Outcome]] = {}
        self._running: set[asyncio.Task[Outcome]] = set()
        # One after the other: what is said last is stored last.
        self._in_order = asyncio.Lock()

    def begin(self) -> None:
        """A new connection has ids of its own."""
        self._by_id = {}

    async def outcome(self, call: ToolCall) -> Outcome:
        """Answered also when the service is gone: what a caller said is stored."""
        task = self._by_id.get(call.id)
        if task is None:
            task = self._by_id[call.id] = asyncio.create_task(self._run(call))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def all_done(self) -> None:
        """Wait for the calls that run."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, call: ToolCall) -> Outcome:
        run = self._toolbox.runs().get(call.name)
        if run is None:
            return Outcome(f"There is no tool {call.name[:64]}.", failed=True)
        async with self._in_order:
            try:
                return _short(await run(call.arguments))
            except ApiRefusedError as refusal:
                return Outcome(refusal.sentence, failed=True)
            except ApiUnavailableError:
                return Outcome(_NOT_NOW, failed=True)
            except Exception:
                # A model that gets no answer waits for it, and the caller in silence.
                logger.exception("tool %s broke", call.name)
                return Outcome(_NOT_NOW, failed=True)


def _short(answer: Mapping[str, Any]) -> Outcome:
    """The answer in JSON, without what would push the talk itself out of a model's context."""
    content = json.dumps(answer, ensure_ascii=False)
    for items, characters in _CUTS:
        if len(content) <= _MOST_CHARACTERS:
            return Outcome(content)
        content = json.dumps(_cut(answer, items, characters), ensure_ascii=False)
    if len(content) <= _MOST_CHARACTERS:
        return Outcome(content)
    return Outcome("That is too much to say: ask for less of it.", failed=True)


def _cut(value: Any, items: int, characters: int) -> Any:
    match value:
        case dict():
            return {name: _cut(one, items, characters) for name, one in value.items()}
        case list() if len(value) > items:
            kept = [_cut(one, items, characters) for one in value[:items]]
            return [*kept, f"and {len(value) - items} more"]
        case list():
            return [_cut(one, items, characters) for one in value]
        case str() if len(value) > characters:
            return f"{value[:characters]}…"
    return value


def tool(name: str, description: str, /, **properties: Mapping[str, Any]) -> Tool:
    """A tool whose arguments are these; each is needed that is not marked as optional."""
    shown = {
        field: {key: value for key, value in schema.items() if key != "optional"}
        for field, schema in properties.items()
    }
    required = [field for field, schema in properties.items() if not schema.get("optional")]
    parameters: dict[str, Any] = {"type": "object", "properties": shown}
    if required:
        parameters["required"] = required
    return Tool(name, description, parameters)


def text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


def texts(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", **more}, "description": description}


def number(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "number", "description": description, **more}


def whole(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "integer", "description": description, **more}
