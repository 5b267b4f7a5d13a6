"""Health checks and an app's configuration."""

import os
import platform
import resource
import time
from typing import Any, Self

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import utc_now
from stvos.platform_info.models import ChecksAnswer, DetailedHealthAnswer, HealthAnswer, State
from stvos.principal import Principal
from stvos.settings import VERSION, settings
from stvos.table import Table

_STARTED = time.monotonic()
_IMPATIENT = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})


def health() -> HealthAnswer:
    """That this process answers; it asks nothing else."""
    return HealthAnswer(
        status="ok",
        timestamp=utc_now(),
        uptime=round(time.monotonic() - _STARTED, 3),
        version=VERSION,
        environment=settings().stage,
    )


def detailed_health() -> DetailedHealthAnswer:
    """The same with a look at what the API stands on. `degraded` when something is down."""
    checks = ChecksAnswer(
        database=_try(lambda: _client("dynamodb").describe_table(TableName=settings().table)),
        storage=_try(lambda: _client("s3").head_bucket(Bucket=settings().bucket)),
        email=_email(),
        ai=_configured("VERTEX_PROJECT", "VERTEX_API_ENDPOINT"),
        video=_configured("LIVEKIT_URL"),
    )
    down = State.DOWN in {checks.database, checks.storage, checks.email}
    return DetailedHealthAnswer(
        **(health().model_dump() | {"status": "degraded" if down else "ok"}),
        checks=checks,
        python=platform.python_version(),
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


class AppConfig:
    """The configuration of the brand that a key belongs to."""

    def __init__(self, clients: ClientRepository, principal: Principal) -> None:
        self._clients = clients
        self._principal = principal

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(ClientRepository(Table.of_stack()), principal)

    def find(self) -> tuple[Client | None, bool]:
        """The key's client, else the default one; and whether there is a default."""
        default = self._clients.default_tenant()
        tenant = self._principal.tenant or default
        return (self._clients.get(tenant) if tenant else None), default is not None


def _client(service: str) -> Any:
    return boto3.client(service, config=_IMPATIENT)  # type: ignore[call-overload]


def _email() -> State:
    if not settings().mail_sender:
        return State.NOT_CONFIGURED
    return _try(lambda: _client("sesv2").get_account())


def _configured(*names: str) -> State:
    """A provider's state as far as this deployment knows it: asking it would cost money."""
    return State.OK if any(os.environ.get(name) for name in names) else State.NOT_CONFIGURED


def _try(ask: Any) -> State:
    try:
        ask()
    except (ClientError, BotoCoreError):
        return State.DOWN
    return State.OK
