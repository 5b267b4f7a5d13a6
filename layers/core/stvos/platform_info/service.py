"""Health checks and an app's configuration."""

import platform
import resource
import time
from typing import Self

from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import utc_now
from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal
from stvos.platform_info.answers import DetailedHealthAnswer, HealthAnswer, State
from stvos.platform_info.checks import recent_checks
from stvos.settings import VERSION, settings

_STARTED = time.monotonic()


def health() -> HealthAnswer:
    """That this process answers; it asks nothing else."""
    return HealthAnswer(
        status="ok",
        timestamp=utc_now(),
        uptime=int(time.monotonic() - _STARTED),
        version=VERSION,
        environment=settings().stage,
    )


def detailed_health() -> DetailedHealthAnswer:
    """The same with a look at what the API stands on. `degraded` when something is down."""
    checks = recent_checks()
    down = State.DOWN in {checks.database, checks.storage, checks.email}
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return DetailedHealthAnswer(
        **(health().model_dump() | {"status": "degraded" if down else "ok"}),
        checks=checks,
        python=platform.python_version(),
        platform=platform.system(),
        memory_mb=megabytes,
        memory=f"{megabytes} MB",
    )


class AppConfig:
    """The configuration of the brand that a key belongs to."""

    def __init__(self, clients: ClientRepository, principal: Principal) -> None:
        self._clients = clients
        self._principal = principal

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(ClientRepository(Table.of_stack()), principal)

    def find(self) -> Client | None:
        """The key's client, else the default one."""
        tenant = self._principal.tenant or self._clients.find_default_tenant()
        return self._clients.find(tenant) if tenant else None
