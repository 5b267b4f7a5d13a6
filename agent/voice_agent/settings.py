"""Where the agent's process finds LiveKit, the API and the services that speak, from its
environment.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# Vertex AI names its models for live speech apart from those that answer texts; they retire, so
# look into docs/voice-agent.md.
USUAL_LOCATION, USUAL_LIVE_MODEL = "global", "gemini-3.8-live"
_USUAL_HEALTH = ("127.0.0.1", 8081)
_DAY = 24 * 60 * 60
_FALSE = {"", "0", "no", "false"}
_HUME = ("HUME_API_BASE", "HUME_API_KEY", "HUME_SECRET_KEY", "HUME_CONFIG_ID")


class SettingsError(Exception):
    """A setting is missing or is none; the text names it."""


@dataclass(frozen=True, slots=True)
class GeminiSettings:
    """Gemini Live on Vertex AI. `credentials`: Google's JSON, as the API has it.

    `endpoint`: another address than Google's, empty for theirs.
    """

    project: str
    location: str
    model: str
    credentials: str = field(repr=False)
    endpoint: str


@dataclass(frozen=True, slots=True)
class HumeSettings:
    """An endpoint that speaks Hume's EVI protocol, and the configuration that chats open with."""

    api_base: str
    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    config_id: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the process needs.

    `services`: the ones that speak, in the order in which a talk tries them. `api_seconds`: how
    long a try to call the API may take. `alone_seconds`: how long the agent waits for a caller who
    is not there, or not any more. `drain_seconds`: how long talks may go on once the process is
    asked to end. `takes_any_load`: as on a laptop, where other programs keep the processor busy;
    otherwise a busy process leaves new talks to others.
    """

    api_url: str
    livekit_url: str
    livekit_key: str
    livekit_secret: str = field(repr=False)
    services: tuple[GeminiSettings | HumeSettings, ...]
    health_host: str
    health_port: int
    alone_seconds: int
    api_seconds: int
    drain_seconds: int
    takes_any_load: bool

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises SettingsError for what is missing or wrong, and where no service is set up."""
        values = {name: value.strip() for name, value in environment.items()}
        return cls(
            api_url=_address(values, "STVOS_API_URL", "https", "http").rstrip("/"),
            livekit_url=_address(values, "LIVEKIT_URL", "wss", "ws", "https", "http"),
            livekit_key=_required(values, "LIVEKIT_API_KEY"),
            livekit_secret=_required(values, "LIVEKIT_API_SECRET"),
            services=_services(values),
            health_host=values.get("HEALTH_HOST") or _USUAL_HEALTH[0],
            health_port=_number(values, "HEALTH_PORT", _USUAL_HEALTH[1], most=65_535),
            alone_seconds=_number(values, "ALONE_SECONDS", 45, most=_DAY),
            api_seconds=_number(values, "API_SECONDS", 4, most=60),
            drain_seconds=_number(values, "DRAIN_SECONDS", 20 * 60, most=_DAY),
            takes_any_load=values.get("TAKES_ANY_LOAD", "").lower() not in _FALSE,
        )


def _services(values: Mapping[str, str]) -> tuple[GeminiSettings | HumeSettings, ...]:
    """Those that are set up, the one of VOICE_PROVIDER first."""
    first = values.get("VOICE_PROVIDER") or "gemini"
    if first not in {"gemini", "hume"}:
        raise SettingsError(f"VOICE_PROVIDER is gemini or hume, not {first}")
    gemini, hume = _gemini(values), _hume(values)
    in_order = (gemini, hume) if first == "gemini" else (hume, gemini)
    services = tuple(one for one in in_order if one)
    if not services:
        raise SettingsError(
            f"no service is set up: VERTEX_PROJECT and VERTEX_CREDENTIALS, or {', '.join(_HUME)}"
        )
    return services


def _gemini(values: Mapping[str, str]) -> GeminiSettings | None:
    project, credentials = values.get("VERTEX_PROJECT"), values.get("VERTEX_CREDENTIALS")
    if not project or not credentials:
        return None
    try:
        account = json.loads(credentials)
    except ValueError:
        account = None
    if not isinstance(account, dict) or not account.get("type"):
        raise SettingsError("VERTEX_CREDENTIALS is Google's JSON of a service account, and is none")
    return GeminiSettings(
        project=project,
        location=values.get("VERTEX_LOCATION") or USUAL_LOCATION,
        model=values.get("VERTEX_LIVE_MODEL") or USUAL_LIVE_MODEL,
        credentials=credentials,
        endpoint=values.get("VERTEX_LIVE_ENDPOINT", ""),
    )


def _hume(values: Mapping[str, str]) -> HumeSettings | None:
    found = [values.get(name, "") for name in _HUME]
    return HumeSettings(*found) if all(found) else None


def _required(values: Mapping[str, str], name: str) -> str:
    if not values.get(name):
        raise SettingsError(f"{name} is not set")
    return values[name]


def _address(values: Mapping[str, str], name: str, *schemes: str) -> str:
    text = _required(values, name)
    try:
        address = urlsplit(text)
        is_one = address.scheme in schemes and bool(address.hostname) and address.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise SettingsError(f"{name} is an address that begins with {schemes[0]}://")
    return text


def _number(values: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = values.get(name) or str(usual)
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    raise SettingsError(f"{name} is a whole number from 1 to {most}")
