"""What the platform says about itself."""

from enum import StrEnum
from typing import Self

from stvos.accounts.answers import ClientAnswer
from stvos.clients.models import Client
from stvos.models import Answer, Instant


class HealthAnswer(Answer):
    """`uptime`: seconds since this process started."""

    status: str
    timestamp: Instant
    uptime: float
    version: str
    environment: str


class State(StrEnum):
    """Of something the API stands on."""

    OK = "ok"
    NOT_CONFIGURED = "not_configured"
    DOWN = "down"


class ChecksAnswer(Answer):
    database: State
    storage: State
    email: State
    ai: State
    video: State


class DetailedHealthAnswer(HealthAnswer):
    checks: ChecksAnswer
    python: str
    memory_mb: int


class AppConfigAnswer(Answer):
    """What an app needs before anybody has signed in."""

    has_default_client: bool
    requires_voucher: bool
    client: ClientAnswer | None

    @classmethod
    def of(cls, client: Client | None, has_default: bool) -> Self:
        return cls(
            has_default_client=has_default,
            requires_voucher=bool(client and client.requires_voucher),
            client=ClientAnswer.of(client) if client else None,
        )
