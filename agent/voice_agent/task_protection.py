"""On Amazon ECS: keeps a task that talks from being stopped when a service scales in or deploys.

Fargate gives a task two minutes between SIGTERM and the end, which is shorter than a talk. See
docs.aws.amazon.com/AmazonECS, "Task scale-in protection endpoint".
"""

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

logger = logging.getLogger("voice_agent")

# Renewed long before it ends: a call may fail.
_PROTECTED_MINUTES = 20
_LOOKED_EVERY, _RENEWED_EVERY = 5.0, 300.0
_ANSWER_SECONDS = 5


@dataclass
class TaskProtection:
    """Protects this task while there are talks. `talks`: how many there are now."""

    agent_uri: str
    talks: Callable[[], int]
    looked_every: float = _LOOKED_EVERY
    _protected: bool = False
    _said_at: float = 0.0

    async def keep_up(self) -> None:
        """Until it is cancelled."""
        async with aiohttp.ClientSession() as http:
            while True:
                await self._look(http)
                await asyncio.sleep(self.looked_every)

    async def _look(self, http: aiohttp.ClientSession) -> None:
        """Say what holds now, where that is new or has to be renewed."""
        wanted, now = self.talks() > 0, asyncio.get_running_loop().time()
        is_due = wanted and now - self._said_at >= _RENEWED_EVERY
        if wanted == self._protected and not is_due:
            return
        state: dict[str, object] = {"ProtectionEnabled": wanted}
        if wanted:
            state["ExpiresInMinutes"] = _PROTECTED_MINUTES
        try:
            async with http.put(
                f"{self.agent_uri}/task-protection/v1/state",
                json=state,
                timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS),
            ) as response:
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as error:
            logger.warning("the task's protection was not changed: %s", type(error).__name__)
            return
        self._protected, self._said_at = wanted, now


def of_this_task(talks: Callable[[], int]) -> TaskProtection | None:
    """For a process that runs on ECS; None elsewhere."""
    uri = os.environ.get("ECS_AGENT_URI")
    return TaskProtection(uri, talks) if uri else None
