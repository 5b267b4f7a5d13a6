"""One agent worker's connection to LiveKit's stand-in: what it is asked, and what it reports.

Modelled on livekit/livekit's `pkg/agent/worker.go`.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

from aiohttp import web
from livekit.protocol import agent, agent_dispatch, models

from local.stubs.livekit_keys import ApiKeys
from local.stubs.livekit_version import server_info

_ANSWER_SECONDS = 7
_TOKEN_SECONDS = 3600
_ENDED = {agent.JS_SUCCESS, agent.JS_FAILED}
_ALLOWED = models.ParticipantPermission(
    can_subscribe=True, can_publish=True, can_publish_data=True, can_update_metadata=True
)


class AgentWorker:
    """One worker, with the jobs that it is asked for and that it has."""

    def __init__(self, keys: ApiKeys, socket: web.WebSocketResponse) -> None:
        self._keys = keys
        self._socket = socket
        self._registration: agent.RegisterWorkerRequest | None = None
        self._is_full = False
        self._running: dict[str, agent.Job] = {}
        self._asked: dict[str, asyncio.Future[agent.AvailabilityResponse]] = {}
        self.id = f"AW_{uuid4().hex[:12]}"
        self.load = 0.0

    @property
    def is_registered(self) -> bool:
        return self._registration is not None

    async def register(self, registration: agent.RegisterWorkerRequest) -> None:
        self._registration = registration
        response = agent.RegisterWorkerResponse(worker_id=self.id, server_info=server_info())
        await self.send(register=response)

    async def send(self, **message: Any) -> None:
        # The connection may be closing, which is seen where it is read.
        with suppress(ConnectionError):
            await self._socket.send_bytes(agent.ServerMessage(**message).SerializeToString())

    async def close(self) -> None:
        await self._socket.close()

    # ------------------------------------------------------------ its jobs

    def can_take(self, job: agent.Job) -> bool:
        """Whether it is for such jobs, and has room for one more."""
        mine = self._registration
        return (
            mine is not None
            and (mine.type, mine.agent_name, mine.deployment)
            == (job.type, job.agent_name, job.deployment)
            and not self._is_full
            and self.load < 1
        )

    async def take(self, job: agent.Job, shown: agent_dispatch.AgentDispatchState) -> bool:
        """Ask for a job, and assign it and add it to those that are shown if it is accepted."""
        now = time.time_ns()
        running = agent.JobState(
            worker_id=self.id, status=agent.JS_RUNNING, started_at=now, updated_at=now
        )
        job.state.CopyFrom(running)
        said = await self._ask(job)
        if not (said.available or said.terminate):
            return False
        taken = shown.jobs.add()
        taken.CopyFrom(job)
        if said.terminate:
            _change(taken, agent.JS_SUCCESS)
            return True
        taken.state.participant_identity = said.participant_identity
        self._running[taken.id] = taken
        assignment = agent.JobAssignment(job=taken, token=self._token(taken, said))
        await self.send(assignment=assignment)
        return True

    async def simulate(self, asked: agent.SimulateJobRequest) -> None:
        """Ask it for a job of no dispatch."""
        name = self._registration.agent_name if self._registration else ""
        job = agent.Job(id=new_job_id(), type=agent.JT_ROOM, room=asked.room, agent_name=name)
        await self.take(job, agent_dispatch.AgentDispatchState())

    async def terminate(self, job_id: str) -> None:
        """End a job, if it is one of this worker's."""
        if job := self._running.pop(job_id, None):
            _change(job, agent.JS_SUCCESS)
            await self.send(termination=agent.JobTermination(job_id=job_id))

    def closed(self) -> None:
        """Its connection has ended: it refuses what it is asked, and its jobs have failed."""
        for job_id in list(self._asked):
            self.answered(agent.AvailabilityResponse(job_id=job_id))
        for job in self._running.values():
            _change(job, agent.JS_FAILED, "worker closed")
        self._running.clear()

    # ------------------------------------------------------------ what it reports

    def answered(self, said: agent.AvailabilityResponse) -> None:
        if asked := self._asked.pop(said.job_id, None):
            asked.set_result(said)

    def update(self, said: agent.UpdateWorkerStatus) -> None:
        if said.HasField("status"):
            self._is_full = said.status == agent.WS_FULL
        self._is_full = self._is_full or said.draining
        self.load = said.load

    def update_job(self, said: agent.UpdateJobStatus) -> None:
        """A report on a job that has ended, or that is another's, changes nothing."""
        if job := self._running.get(said.job_id):
            _change(job, said.status, said.error)
            if said.status in _ENDED:
                del self._running[said.job_id]

    async def _ask(self, job: agent.Job) -> agent.AvailabilityResponse:
        """What it says to a job; if it says nothing, that it is not available."""
        asked: asyncio.Future[agent.AvailabilityResponse] = asyncio.Future()
        self._asked[job.id] = asked
        await self.send(availability=agent.AvailabilityRequest(job=job))
        try:
            return await asyncio.wait_for(asked, _ANSWER_SECONDS)
        except TimeoutError:
            return agent.AvailabilityResponse()
        finally:
            self._asked.pop(job.id, None)

    def _token(self, job: agent.Job, said: agent.AvailabilityResponse) -> str:
        """The agent's token for the room, as livekit/protocol's BuildAgentToken makes it."""
        allowed = _ALLOWED
        if self._registration and self._registration.HasField("allowed_permissions"):
            allowed = self._registration.allowed_permissions
        claims = {
            "sub": said.participant_identity,
            "name": said.participant_name,
            "kind": "agent",
            "metadata": said.participant_metadata,
            "attributes": {**said.participant_attributes, "lk.agent_name": job.agent_name},
            "video": {
                "room": job.room.name,
                "roomJoin": True,
                "agent": True,
                "canSubscribe": allowed.can_subscribe,
                "canPublish": allowed.can_publish,
                "canPublishData": allowed.can_publish_data,
                "canUpdateOwnMetadata": allowed.can_update_metadata,
                "canSubscribeMetrics": allowed.can_subscribe_metrics,
                "hidden": allowed.hidden,
            },
        }
        return self._keys.token(claims, seconds=_TOKEN_SECONDS)


def new_job_id() -> str:
    return f"AJ_{uuid4().hex[:12]}"


def _change(job: agent.Job, status: agent.JobStatus, error: str = "") -> None:
    now = time.time_ns()
    job.state.status, job.state.error, job.state.updated_at = status, error, now
    if status in _ENDED:
        job.state.ended_at = now
