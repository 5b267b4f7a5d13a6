"""What the platform says about itself."""

from enum import StrEnum
from typing import Self

from stvos.accounts.answers import ClientAnswer
from stvos.clients.models import Client
from stvos.models import Answer, Instant


class HealthAnswer(Answer):
    """`uptime`: whole seconds since this process started."""

    status: str
    timestamp: Instant
    uptime: int
    version: str
    environment: str


class State(StrEnum):
    """Of something the API stands on. `unknown`: there were too many questions to ask it now."""

    OK = "ok"
    NOT_CONFIGURED = "not_configured"
    DOWN = "down"
    UNKNOWN = "unknown"


class ChecksAnswer(Answer):
    database: State
    storage: State
    email: State
    ai: State
    video: State


class DetailedHealthAnswer(HealthAnswer):
    """`python` and `platform`: versions; `memory`: of this process, as is `memoryMb`."""

    checks: ChecksAnswer
    python: str
    platform: str
    memory_mb: int
    memory: str


class AppConfigAnswer(Answer):
    """What an app needs before anybody has signed in.

    `hasDefaultClient`: a client is known for this call. `requiresVoucher`: none is known, or it
    wants one.
    """

    has_default_client: bool
    requires_voucher: bool
    client: ClientAnswer | None

    @classmethod
    def of(cls, client: Client | None) -> Self:
        return cls(
            has_default_client=client is not None,
            requires_voucher=client is None or client.requires_voucher,
            client=ClientAnswer.of(client) if client else None,
        )
