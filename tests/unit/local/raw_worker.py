"""An agent worker of LiveKit that speaks the protocol itself, without livekit-agents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from livekit.protocol import agent

from local.stubs.livekit_keys import ApiKeys
from local.stubs.servers import LIVEKIT_KEYS, StandIns


class RawWorker:
    """A connection as a worker; `id` and `server` once it is registered."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.id = ""

    async def register(self, name: str = "coach", **registration: Any) -> None:
        asked = agent.RegisterWorkerRequest(agent_name=name, type=agent.JT_ROOM, **registration)
        await self.send(register=asked)
        registered = (await self.received("register")).register
        self.id, self.server = registered.worker_id, registered.server_info

    async def send(self, **message: Any) -> None:
        await self.socket.send_bytes(agent.WorkerMessage(**message).SerializeToString())

    async def received(self, kind: str) -> agent.ServerMessage:
        """The next message, which is of this kind."""
        message = agent.ServerMessage.FromString(await self.socket.receive_bytes(timeout=10))
        assert message.WhichOneof("message") == kind
        return message

    async def settled(self) -> None:
        """Wait until what was sent is done: the next message is the answer to a ping."""
        await self.send(ping=agent.WorkerPing(timestamp=5))
        assert (await self.received("pong")).pong.last_timestamp == 5

    async def asked(self) -> agent.Job:
        return (await self.received("availability")).availability.job

    async def answer(self, job: agent.Job, available: bool, **participant: Any) -> None:
        said = agent.AvailabilityResponse(job_id=job.id, available=available, **participant)
        await self.send(availability=said)

    async def take(self, **participant: Any) -> agent.JobAssignment:
        """Accept the next job."""
        participant.setdefault("participant_identity", "agent-1")
        await self.answer(await self.asked(), True, **participant)
        return (await self.received("assignment")).assignment

    async def report(self, job_id: str, status: agent.JobStatus, error: str = "") -> None:
        update = agent.UpdateJobStatus(job_id=job_id, status=status, error=error)
        await self.send(update_job=update)
        await self.settled()


@asynccontextmanager
async def connected_worker(
    stand_ins: StandIns, keys: ApiKeys = LIVEKIT_KEYS, **granted: Any
) -> AsyncIterator[RawWorker]:
    """A worker that has not registered yet."""
    token = keys.token({"video": granted or {"agent": True}}, seconds=600)
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{stand_ins.livekit}/agent", headers=headers) as socket,
    ):
        yield RawWorker(socket)


@asynccontextmanager
async def registered_worker(
    stand_ins: StandIns, name: str = "coach", **registration: Any
) -> AsyncIterator[RawWorker]:
    async with connected_worker(stand_ins) as worker:
        await worker.register(name, **registration)
        yield worker
