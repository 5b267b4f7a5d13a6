"""LiveKit's stand-in with several agent workers: which of them is asked for a job."""

import pytest
from livekit.protocol import agent

from local.stubs.servers import StandIns
from tests.unit.local.agent_calls import (
    SECONDS,
    awaited,
    dispatch,
    jobs,
    nothing_is_asked,
    server_api,
    statuses,
)
from tests.unit.local.raw_worker import connected_worker, registered_worker


@awaited
async def test_the_next_worker_is_asked_when_one_refuses(stand_ins: StandIns) -> None:
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins) as first,
        registered_worker(stand_ins) as second,
    ):
        await dispatch(server)
        refused = await first.asked()
        await nothing_is_asked(second)
        await first.answer(refused, False)

        assert (await second.take()).job.id == refused.id
        [job] = await jobs(server)
        assert job.state.worker_id == second.id


@awaited
async def test_the_next_worker_is_asked_when_one_does_not_answer(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.stubs.livekit_worker._ANSWER_SECONDS", 0.5)
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins) as silent,
        registered_worker(stand_ins) as second,
    ):
        await dispatch(server)
        late = await silent.asked()
        await silent.settled()
        monkeypatch.undo()
        taken = await second.take()
        await silent.answer(late, True, participant_identity="late")
        await silent.settled()

        [job] = await jobs(server)
        assert (job.id, job.state.worker_id) == (taken.job.id, second.id)


@awaited
async def test_the_next_worker_is_asked_when_one_goes(
    stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.stubs.livekit_worker._ANSWER_SECONDS", 2 * SECONDS)
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins) as leaving,
        registered_worker(stand_ins) as second,
    ):
        await dispatch(server)
        asked = await leaving.asked()
        await leaving.socket.close()
        assert (await second.take()).job.id == asked.id


@awaited
async def test_a_job_is_dropped_when_no_worker_takes_it(stand_ins: StandIns) -> None:
    async with server_api(stand_ins) as server:
        await dispatch(server)
        async with registered_worker(stand_ins) as late:
            await nothing_is_asked(late)
            await dispatch(server)
            await late.answer(await late.asked(), False)
            await nothing_is_asked(late)

        assert await jobs(server) == []
        assert len(await server.agent_dispatch.list_dispatch("studio")) == 2


@awaited
async def test_a_worker_can_end_a_job_by_refusing_it_for_all(stand_ins: StandIns) -> None:
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins) as first,
        registered_worker(stand_ins) as second,
    ):
        await dispatch(server)
        await first.answer(await first.asked(), False, terminate=True)
        await first.settled()

        await nothing_is_asked(second)
        assert await statuses(server) == [agent.JS_SUCCESS]


@pytest.mark.parametrize(
    "state",
    [
        agent.UpdateWorkerStatus(status=agent.WS_FULL),
        agent.UpdateWorkerStatus(status=agent.WS_AVAILABLE, draining=True),
        agent.UpdateWorkerStatus(status=agent.WS_AVAILABLE, load=1.0),
    ],
)
@awaited
async def test_a_worker_without_room_for_a_job_is_not_asked(
    stand_ins: StandIns, state: agent.UpdateWorkerStatus
) -> None:
    async with server_api(stand_ins) as server, registered_worker(stand_ins) as worker:
        await worker.send(update_worker=state)
        await worker.settled()
        await dispatch(server)
        await nothing_is_asked(worker)

        free = agent.UpdateWorkerStatus(status=agent.WS_AVAILABLE, load=0.5)
        await worker.send(update_worker=free)
        await worker.settled()
        await dispatch(server)
        await worker.take()


@awaited
async def test_the_worker_with_the_smallest_load_is_asked_first(stand_ins: StandIns) -> None:
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins) as busy,
        registered_worker(stand_ins) as idle,
    ):
        for worker, load in ((busy, 0.6), (idle, 0.2)):
            await worker.send(update_worker=agent.UpdateWorkerStatus(load=load))
            await worker.settled()
        await dispatch(server)
        await idle.take()
        await nothing_is_asked(busy)


@awaited
async def test_only_room_workers_of_the_agents_name_are_asked(stand_ins: StandIns) -> None:
    async with (
        server_api(stand_ins) as server,
        registered_worker(stand_ins, "greeter") as other,
        registered_worker(stand_ins, deployment="next") as deployed,
        connected_worker(stand_ins) as unregistered,
    ):
        await dispatch(server)
        for worker in (other, deployed, unregistered):
            await nothing_is_asked(worker)
        await dispatch(server, deployment="next")
        await deployed.take()
