"""Dispatches and their jobs, by LiveKit's own client of its server API."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

from livekit.api import LiveKitAPI
from livekit.protocol import agent, agent_dispatch, room

from local.stubs.servers import LIVEKIT_KEYS, StandIns
from tests.unit.local.raw_worker import RawWorker

SECONDS = 30


def awaited(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that is a coroutine, and comes to an end."""

    @wraps(test)
    def run(**arguments: Any) -> None:
        asyncio.run(asyncio.wait_for(test(**arguments), SECONDS))

    return run


@asynccontextmanager
async def server_api(stand_ins: StandIns) -> AsyncIterator[LiveKitAPI]:
    """LiveKit's own client of its server API; its room is gone afterwards."""
    async with LiveKitAPI(stand_ins.livekit, LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret) as server:
        try:
            yield server
        finally:
            for one in (await server.room.list_rooms(room.ListRoomsRequest())).rooms:
                await server.room.delete_room(room.DeleteRoomRequest(room=one.name))


async def dispatch(
    server: LiveKitAPI, name: str = "coach", **sent: Any
) -> agent_dispatch.AgentDispatch:
    asked = agent_dispatch.CreateAgentDispatchRequest(room="studio", agent_name=name, **sent)
    return await server.agent_dispatch.create_dispatch(asked)


async def jobs(server: LiveKitAPI) -> list[agent.Job]:
    """All jobs of the room, as they are listed."""
    dispatches = await server.agent_dispatch.list_dispatch("studio")
    return [job for one in dispatches for job in one.state.jobs]


async def statuses(server: LiveKitAPI) -> list[int]:
    return [job.state.status for job in await jobs(server)]


async def nothing_is_asked(worker: RawWorker) -> None:
    """What is asked after a dispatch comes before the answer to a later ping."""
    await worker.settled()
