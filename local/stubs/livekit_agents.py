"""Agents in LiveKit's stand-in: dispatches to rooms, and the workers that take their jobs.

Modelled on livekit/livekit's `pkg/service/agentservice.go`, `pkg/agent` and `pkg/rtc/room.go`
(1.13). It differs in this:

- The worker with the smallest load is asked first, there one at random by load.
- A worker that does not answer is passed over after seven seconds. There, the job is dropped after
  three.
- Dispatches show a job's state as its worker reports it. There, they show that of the assignment.
- The jobs of a worker whose connection closes have failed. There, they stay as they were. Neither
  gives them to another worker, nor back to one that reports them when it has connected again
  (`migrate_job`). What LiveKit's cloud does for `restart_policy` is not public.
- An agent that leaves its room does not end its job, there it does, as failed. The worker reports
  the end.
- An agent that is terminated and stays is not put out of the room, there it is after three seconds.
- One job for each dispatch, of type JT_ROOM, there one for each namespace of the workers and more
  for participants. A new room without agents has no dispatch, there one of the empty name.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import WSMsgType, web
from google.protobuf.message import DecodeError
from livekit.protocol import agent, agent_dispatch, models

from local.stubs.livekit_keys import STANDS_AT, ApiKeys, UnauthorizedError, standing_id
from local.stubs.livekit_worker import AgentWorker, new_job_id
from local.stubs.marks import marked

# Of several requests: what an agent is sent with.
type AgentRequest = agent_dispatch.RoomAgentDispatch | agent_dispatch.CreateAgentDispatchRequest


class AgentDispatches:
    """The agents that were sent to each room."""

    def __init__(self, workers: "AgentWorkers") -> None:
        self._workers = workers
        self._counts: Counter[str] = Counter()
        self.of_rooms: dict[str, list[agent_dispatch.AgentDispatch]] = {}

    def add(self, room: models.Room, sent: AgentRequest) -> agent_dispatch.AgentDispatch:
        """Send an agent to a room."""
        made = agent_dispatch.AgentDispatch(
            id=standing_id("AD", f"{room.name}/{self._counts[room.name]}"),
            agent_name=sent.agent_name,
            room=room.name,
            metadata=sent.metadata,
            restart_policy=sent.restart_policy,
            deployment=sent.deployment,
            attributes=sent.attributes,
            state=agent_dispatch.AgentDispatchState(created_at=STANDS_AT * 10**9),
        )
        self._counts[room.name] += 1
        self.of_rooms.setdefault(room.name, []).append(made)
        self._workers.launch(made, room)
        return made

    def listed(self, room_name: str, dispatch_id: str = "") -> list[agent_dispatch.AgentDispatch]:
        """Those of a room, or the one of an id."""
        of_room = self.of_rooms.get(room_name, [])
        return [one for one in of_room if dispatch_id in {"", one.id}]

    def remove(self, one: agent_dispatch.AgentDispatch) -> None:
        """Remove one, and end its jobs."""
        self.of_rooms[one.room].remove(one)
        self._workers.end(one)

    def remove_all(self, room_name: str) -> None:
        """Remove those of a room that is deleted, and end their jobs."""
        for one in self.of_rooms.pop(room_name, []):
            self._workers.end(one)
        del self._counts[room_name]


class AgentWorkers:
    """The workers that are connected, and the jobs on their way to them."""

    def __init__(self, keys: ApiKeys) -> None:
        self._keys = keys
        self._connected: list[AgentWorker] = []
        # Those that are under way are kept among the tasks.
        self._launching: WeakValueDictionary[str, asyncio.Task[None]] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """A worker's connection, from its registration to its end."""
        socket = web.WebSocketResponse()
        try:
            granted = self._keys.grants(request.headers.get("Authorization"))
            if not socket.can_prepare(request):
                return web.Response(status=404)
            if granted.get("agent") is not True:
                raise UnauthorizedError("permissions denied")
        except UnauthorizedError as refusal:
            return web.Response(status=401, text=marked(str(refusal)))
        await socket.prepare(request)
        worker = AgentWorker(self._keys, socket)
        self._connected.append(worker)
        try:
            with suppress(DecodeError):
                async for message in socket:
                    if message.type is not WSMsgType.BINARY:
                        break
                    if not await self._do(worker, agent.WorkerMessage.FromString(message.data)):
                        break
        finally:
            self._connected.remove(worker)
            worker.closed()
        return socket

    def launch(self, dispatch: agent_dispatch.AgentDispatch, room: models.Room) -> None:
        """Look for a worker that takes a dispatch's job; without one, the job is dropped."""
        job = agent.Job(
            id=new_job_id(),
            dispatch_id=dispatch.id,
            type=agent.JT_ROOM,
            room=room,
            metadata=dispatch.metadata,
            agent_name=dispatch.agent_name,
            deployment=dispatch.deployment,
            attributes=dispatch.attributes,
        )
        self._launching[dispatch.id] = self._soon(self._launch(job, dispatch))

    def end(self, dispatch: agent_dispatch.AgentDispatch) -> None:
        """End a dispatch's jobs, also one that is on its way."""
        self._soon(self._end(dispatch, self._launching.get(dispatch.id)))

    async def close(self) -> None:
        for worker in list(self._connected):
            await worker.close()

    async def _launch(self, job: agent.Job, dispatch: agent_dispatch.AgentDispatch) -> None:
        asked: set[AgentWorker] = set()
        while able := [one for one in self._connected if one not in asked and one.can_take(job)]:
            worker = min(able, key=lambda one: one.load)
            asked.add(worker)
            if await worker.take(job, dispatch.state):
                return

    async def _end(
        self, dispatch: agent_dispatch.AgentDispatch, launching: asyncio.Task[None] | None
    ) -> None:
        if launching:
            await launching
        for job in dispatch.state.jobs:
            for worker in list(self._connected):
                await worker.terminate(job.id)

    async def _do(self, worker: AgentWorker, said: agent.WorkerMessage) -> bool:
        """Whether the connection goes on."""
        kind = said.WhichOneof("message")
        if kind != "ping" and worker.is_registered == (kind == "register"):
            return False
        match kind:
            case "register":
                await worker.register(said.register)
            case "ping":
                pong = agent.WorkerPong(
                    last_timestamp=said.ping.timestamp, timestamp=int(time.time() * 1000)
                )
                await worker.send(pong=pong)
            case "availability":
                worker.answered(said.availability)
            case "update_worker":
                worker.update(said.update_worker)
            case "update_job":
                worker.update_job(said.update_job)
            case "simulate_job":
                self._soon(worker.simulate(said.simulate_job))
        return kind is not None

    def _soon(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
