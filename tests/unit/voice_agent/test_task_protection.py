"""A task on ECS is protected while it talks, and only then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.task_protection import TaskProtection, of_this_task

PROTECTED = {"ProtectionEnabled": True, "ExpiresInMinutes": 20}
FREE = {"ProtectionEnabled": False}


class EcsAgent:
    """What was asked of ECS's endpoint. `fails`: so many requests fail."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.fails = 0
        self.changed = asyncio.Condition()

    async def respond(self, request: web.Request) -> web.Response:
        if self.fails > 0:
            self.fails -= 1
            return web.Response(status=500)
        async with self.changed:
            self.asked.append(await request.json())
            self.changed.notify_all()
        return web.json_response({})

    async def was_asked(self, times: int) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: len(self.asked) >= times)


@asynccontextmanager
async def serving(ecs: EcsAgent) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_put("/task-protection/v1/state", ecs.respond)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def protect(fails: int) -> list[dict[str, Any]]:
    """No talk, then two, then none."""
    ecs, talks = EcsAgent(), [0]
    ecs.fails = fails
    async with serving(ecs) as uri:
        protection = TaskProtection(uri, lambda: talks[0], looked_every=0.01)
        keeping = asyncio.create_task(protection.keep_up())
        await asyncio.sleep(0.05)
        talks[0] = 2
        await ecs.was_asked(1)
        await asyncio.sleep(0.05)
        talks[0] = 0
        await ecs.was_asked(2)
        keeping.cancel()
    return ecs.asked


@pytest.mark.parametrize("fails", [0, 3])
def test_a_task_is_protected_while_it_talks_also_after_a_failure(fails: int) -> None:
    assert in_time(protect(fails)) == [PROTECTED, FREE]


def test_elsewhere_there_is_nothing_to_protect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ECS_AGENT_URI", raising=False)
    assert of_this_task(lambda: 1) is None
