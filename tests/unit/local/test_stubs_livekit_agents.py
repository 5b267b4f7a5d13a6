"""LiveKit's stand-in and agent workers: how they register, and how a job begins and ends."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from livekit.api.twirp_client import TwirpError
from livekit.protocol import agent, models, room

from local.place import free_port
from local.stubs.livekit_keys import ApiKeys
from local.stubs.servers import COUNT, LIVEKIT_KEYS, StandIns, serving
from tests.unit.local.agent_calls import (
    awaited,
    dispatch,
    jobs,
    nothing_is_asked,
    server_api,
    statuses,
)
from tests.unit.local.raw_worker import connected_worker, registered_worker

# ---------------------------------------------------------------- registration


@awaited
async def test_a_worker_registers_and_its_pings_are_answered(stand_ins: StandIns) -> None:
    async with registered_worker(stand_ins, namespace="n", version="1.8.9") as worker:
        assert worker.id.startswith("AW_")
        assert (worker.server.protocol, worker.server.agent_protocol) == (16, 1)
        await worker.settled()


@pytest.mark.parametrize(
    ("keys", "granted"),
    [
        (LIVEKIT_KEYS, {"roomJoin": True, "room": "studio"}),
        (LIVEKIT_KEYS, {"agent": False}),
        (ApiKeys(LIVEKIT_KEYS.key, "y" * 32), {"agent": True}),
    ],
)
@awaited
async def test_who_is_no_worker_is_refused(
    stand_ins: StandIns, keys: ApiKeys, granted: dict[str, Any]
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        async with connected_worker(stand_ins, keys, **granted):
            pass
    assert refusal.value.status == 401


@awaited
async def test_without_a_token_or_a_websocket_there_is_nothing(stand_ins: StandIns) -> None:
    address = f"{stand_ins.livekit}/agent"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 404
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await session.ws_connect(address)
    assert refusal.value.status == 401


@pytest.mark.parametrize(
    "message",
    [
        agent.WorkerMessage(availability=agent.AvailabilityResponse()).SerializeToString(),
        agent.WorkerMessage().SerializeToString(),
        b"\xff" * 11,
    ],
)
@awaited
async def test_a_worker_that_does_not_register_is_disconnected(
    stand_ins: StandIns, message: bytes
) -> None:
    async with connected_worker(stand_ins) as worker:
        await worker.socket.send_bytes(message)
        assert (await worker.socket.receive(timeout=10)).type is aiohttp.WSMsgType.CLOSE


@awaited
async def test_the_server_ends_although_a_worker_is_connected() -> None:
    async with AsyncExitStack() as workers:
        async with serving([free_port() for _ in range(COUNT)]) as own:
            worker = await workers.enter_async_context(registered_worker(own))
            reading = asyncio.create_task(worker.socket.receive())
        assert (await reading).type is aiohttp.WSMsgType.CLOSE


# ---------------------------------------------------------------- jobs


@awaited
async def test_a_dispatch_makes_a_job_that_a_worker_takes(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        made = await dispatch(server, metadata="m", attributes={"lang": "en"})
        before = time.time_ns()
        taken = await worker.take(
            participant_identity="coach-1",
            participant_name="Coach",
            participant_metadata="p",
            participant_attributes={"k": "v"},
        )

        job = taken.job
        assert job.id.startswith("AJ_")
        assert (job.dispatch_id, job.type, job.room.name) == (made.id, agent.JT_ROOM, "studio")
        assert (job.metadata, job.agent_name, job.attributes["lang"]) == ("m", "coach", "en")
        assert not taken.HasField("url")
        assert await jobs(server) == [job]
        assert (job.state.status, job.state.worker_id) == (agent.JS_RUNNING, worker.id)
        assert job.state.participant_identity == "coach-1"
        assert abs(job.state.started_at - before) < 10**10

        claims = LIVEKIT_KEYS.claims(taken.token)
        assert claims["exp"] - claims["nbf"] == 3600
        assert claims == claims | {
            "sub": "coach-1",
            "name": "Coach",
            "kind": "agent",
            "metadata": "p",
            "attributes": {"k": "v", "lk.agent_name": "coach"},
        }
        assert claims["video"] == {
            "room": "studio",
            "roomJoin": True,
            "agent": True,
            "canSubscribe": True,
            "canPublish": True,
            "canPublishData": True,
            "canUpdateOwnMetadata": True,
            "canSubscribeMetrics": False,
            "hidden": False,
        }


@awaited
async def test_a_worker_allows_its_agents_what_it_registered(stand_ins: StandIns) -> None:
    allowed = models.ParticipantPermission(can_subscribe=True, hidden=True)
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins, allowed_permissions=allowed) as worker,
    ):
        await dispatch(server)
        granted = LIVEKIT_KEYS.claims((await worker.take()).token)["video"]

        assert (granted["canSubscribe"], granted["hidden"]) == (True, True)
        assert (granted["canPublish"], granted["canPublishData"]) == (False, False)


@pytest.mark.parametrize(
    ("status", "error"), [(agent.JS_SUCCESS, ""), (agent.JS_FAILED, "no model")]
)
@awaited
async def test_a_job_ends_once_as_its_worker_reports_it(
    stand_ins: StandIns, status: agent.JobStatus, error: str
) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        await dispatch(server)
        job = (await worker.take()).job
        await worker.report(job.id, agent.JS_RUNNING)
        [running] = await jobs(server)
        assert (running.state.status, running.state.ended_at) == (agent.JS_RUNNING, 0)

        await worker.report(job.id, status, error)
        await worker.report(job.id, agent.JS_RUNNING)
        [ended] = await jobs(server)
        assert (ended.state.status, ended.state.error) == (status, error)
        assert ended.state.ended_at >= running.state.updated_at > 10**18


@awaited
async def test_two_dispatches_make_two_jobs(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        made = [await dispatch(server, metadata=text) for text in ("one", "two")]
        asked = [await worker.asked() for _ in made]
        for number, job in enumerate(asked):
            await worker.answer(job, True, participant_identity=f"agent-{number}")
            await worker.received("assignment")

        assert [job.dispatch_id for job in asked] == [one.id for one in made]
        assert [job.metadata for job in await jobs(server)] == ["one", "two"]


@awaited
async def test_agents_of_a_new_room_are_sent_once(stand_ins: StandIns) -> None:
    named = [room.RoomConfiguration().agents.add(agent_name="coach", metadata="m")]
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        for _ in range(2):
            await server.room.create_room(room.CreateRoomRequest(name="studio", agents=named))

        assert (await worker.take()).job.metadata == "m"
        await nothing_is_asked(worker)
        assert len(await jobs(server)) == 1


# ---------------------------------------------------------------- the end of a job


@awaited
async def test_jobs_of_a_worker_that_goes_have_failed(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as other:
        async with registered_worker(stand_ins, "leaver") as worker:
            for number in range(2):
                await dispatch(server, "leaver")
                taken = await worker.take(participant_identity=f"agent-{number}")
            await worker.report(taken.job.id, agent.JS_SUCCESS)
        await nothing_is_asked(other)
        while await statuses(server) != [agent.JS_FAILED, agent.JS_SUCCESS]:
            await asyncio.sleep(0.01)

        [failed, _] = await jobs(server)
        assert (failed.state.error, failed.state.ended_at > 10**18) == ("worker closed", True)


@awaited
async def test_deleting_a_dispatch_terminates_its_jobs_and_no_others(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        first, second = await dispatch(server), await dispatch(server)
        taken = {}
        for job in (await worker.asked(), await worker.asked()):
            await worker.answer(job, True, participant_identity=job.id)
            taken[job.dispatch_id] = (await worker.received("assignment")).assignment.job

        gone = await server.agent_dispatch.delete_dispatch(first.id, "studio")
        ended = (await worker.received("termination")).termination.job_id
        assert (gone.id, ended) == (first.id, taken[first.id].id)
        await worker.settled()
        [left] = await server.agent_dispatch.list_dispatch("studio")
        assert (left.id, left.state.jobs[0].state.status) == (second.id, agent.JS_RUNNING)

        third = await dispatch(server)
        assert third.id not in {first.id, second.id}


@awaited
async def test_a_job_on_its_way_is_terminated_when_its_dispatch_is_deleted(
    stand_ins: StandIns,
) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        made = await dispatch(server)
        job = await worker.asked()
        await server.agent_dispatch.delete_dispatch(made.id, "studio")
        await worker.answer(job, True, participant_identity="agent-1")

        await worker.received("assignment")
        assert (await worker.received("termination")).termination.job_id == job.id


@awaited
async def test_a_dispatch_is_deleted_once_and_by_its_rooms_admin(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server:
        made = await dispatch(server)
        await server.agent_dispatch.delete_dispatch(made.id, "studio")
        for dispatch_id in (made.id, ""):
            with pytest.raises(TwirpError) as refusal:
                await server.agent_dispatch.delete_dispatch(dispatch_id, "studio")
            assert refusal.value.code == "not_found"


@awaited
async def test_deleting_a_room_terminates_its_jobs(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        await dispatch(server)
        job = (await worker.take()).job
        await server.room.delete_room(room.DeleteRoomRequest(room="studio"))

        assert (await worker.received("termination")).termination.job_id == job.id
        assert await server.agent_dispatch.list_dispatch("studio") == []


@awaited
async def test_a_worker_can_have_a_job_simulated(stand_ins: StandIns) -> None:
    async with registered_worker(stand_ins) as worker:
        simulated = agent.SimulateJobRequest(room=models.Room(name="rehearsal"))
        await worker.send(simulate_job=simulated)
        job = (await worker.take()).job
        assert (job.room.name, job.dispatch_id, job.agent_name) == ("rehearsal", "", "coach")
