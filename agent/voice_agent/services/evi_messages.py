"""What EVI sends in a chat, as events of a talk.

A message that cannot be read ends the chat: what depends on it would be waited for in silence.
"""

import base64
import io
import json
import wave
from typing import Any

from livekit import rtc

from voice_agent.services.interface import (
    Event,
    Interrupted,
    Said,
    ServiceLostError,
    Speaker,
    Speech,
    SpeechEnd,
    ToolCall,
)

_RATES = range(8_000, 96_001)
# Bytes of a sample, and channels.
_MONO = 2, 1


def events_of(sent: str, turn: int) -> list[Event]:
    """The events of one message. `turn`: how often the caller has said something; once more, if
    this says so. Raises ServiceLostError for an error, and for what cannot be read.
    """
    message = _object(sent)
    match message:
        case {"type": "audio_output", "data": str(data)}:
            return [Speech(frame, turn) for frame in _frames(data)]
        case {"type": "assistant_end"}:
            return [SpeechEnd()]
        case {"type": "user_interruption"} | {"type": "user_message", "interim": True}:
            # Interim words only interrupt; the caller's turn begins with the final ones.
            return [Interrupted()]
        case {"type": "user_message", "message": {"content": str(text)}}:
            return [Interrupted(), Said(Speaker.CALLER, text, turn + 1, final=True)]
        case {"type": "assistant_message", "message": {"content": str(text)}}:
            return [Said(Speaker.AGENT, text, turn, final=True)]
        case {"type": "tool_call", "tool_type": "builtin"}:
            # EVI carries it out itself.
            return []
        case {"type": "tool_call", "tool_call_id": str() | int() as id_, "name": str(name)}:
            return [ToolCall(str(id_), name, _arguments(message.get("parameters")))]
        case {"type": "error"}:
            code, slug = message.get("code"), message.get("slug")
            raise ServiceLostError(f"EVI: {code!r:.40} {slug!r:.80}")
        case {"type": "audio_output" | "tool_call" as kind}:
            raise _unreadable(str(kind))
    return []


def _unreadable(what: str) -> ServiceLostError:
    return ServiceLostError(f"EVI sent what cannot be read: {what}")


def _object(sent: str) -> dict[str, Any]:
    try:
        message = json.loads(sent)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise _unreadable("no JSON object")
    return message


def _arguments(parameters: Any) -> dict[str, Any]:
    """A call with none that can be read is refused by its tool, so that the model sees it."""
    try:
        arguments = json.loads(parameters)
    except (TypeError, ValueError, RecursionError):
        return {}
    return arguments if isinstance(arguments, dict) else {}


def _frames(data: str) -> list[rtc.AudioFrame]:
    """A whole WAV file, in base64."""
    try:
        with wave.open(io.BytesIO(base64.b64decode(data))) as sound:
            samples = sound.readframes(sound.getnframes())
            form = sound.getsampwidth(), sound.getnchannels()
            rate = sound.getframerate()
    except (ValueError, EOFError, wave.Error) as error:
        raise _unreadable("audio_output") from error
    if form != _MONO or rate not in _RATES:
        raise _unreadable(f"audio of {form} at {rate}")
    count = len(samples) // 2
    return [rtc.AudioFrame(samples[: 2 * count], rate, 1, count)] if count else []
