"""LiveKit's stand-in and its participants, by LiveKit's own client: kinds, attributes, returns."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from livekit import rtc
from livekit.protocol import agent, models
from livekit.rtc.room import EventTypes

from local.stubs.servers import LIVEKIT_KEYS, StandIns
from tests.breaking import breaking_line
from tests.unit.local.raw_worker import registered_worker
from tests.unit.local.stub_calls import post
from tests.voices import MEMBER_HZ, TRAINER_HZ, Person

SECONDS = 50
ROOM = "studio"


def token(identity: str, claims: dict[str, Any] | None = None, **granted: Any) -> str:
    video = {"room": ROOM, "roomJoin": True, **granted}
    return LIVEKIT_KEYS.token({"sub": identity, **(claims or {}), "video": video}, seconds=600)


@pytest.fixture(autouse=True)
def _empty(stand_ins: StandIns) -> Iterator[None]:
    yield
    stand_ins.rooms.rooms.clear()
    stand_ins.rooms.dispatches.clear()


@pytest.fixture
def url(stand_ins: StandIns) -> str:
    return stand_ins.parameters["LivekitUrl"]


@asynccontextmanager
async def present(url: str, token: str, hertz: int | None = None) -> AsyncIterator[Person]:
    person = Person()
    try:
        await person.enter(url, token, hertz)
        yield person
    finally:
        await person.leave()


def expect(room: rtc.Room, event: EventTypes) -> asyncio.Future[Any]:
    """What comes with an event of a room, the next time."""
    happened: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def happen(*about: Any) -> None:
        if not happened.done():
            happened.set_result(about)

    room.on(event, happen)
    return happened


def within_time(work: Any) -> None:
    asyncio.run(asyncio.wait_for(work, SECONDS))


# ---------------------------------------------------------------- agents among them


def test_others_see_an_agents_kind_and_attributes_and_how_they_change(url: str) -> None:
    claims = {"kind": "agent", "name": "Coach", "attributes": {"lk.agent_name": "coach", "a": "b"}}

    async def meet() -> None:
        async with present(url, token("mia")) as mia:
            came = expect(mia.room, "participant_connected")
            may = token("agent-1", claims, agent=True, canUpdateOwnMetadata=True)
            async with present(url, may) as coach:
                [seen] = await came
                assert seen.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
                assert (seen.name, seen.attributes) == ("Coach", claims["attributes"])

                changed = [
                    expect(person.room, "participant_attributes_changed") for person in (mia, coach)
                ]
                await coach.room.local_participant.set_attributes(
                    {"lk.agent.state": "listening", "a": ""}
                )
                await asyncio.gather(*changed)
                expected = {"lk.agent_name": "coach", "lk.agent.state": "listening"}
                assert seen.attributes == expected
                assert coach.room.local_participant.attributes == expected

                renamed = expect(mia.room, "participant_name_changed")
                described = expect(mia.room, "participant_metadata_changed")
                await coach.room.local_participant.set_name("Kim")
                await coach.room.local_participant.set_metadata("m")
                await renamed
                await described
                assert (seen.name, seen.metadata) == ("Kim", "m")

    within_time(meet())


def test_who_may_not_change_what_is_said_of_it_stays_as_it_is(url: str) -> None:
    async def meet() -> None:
        async with present(url, token("mia", {"name": "Mia"})) as mia:
            await mia.room.local_participant.set_name("Eve")
            async with present(url, token("leo")) as leo:
                assert leo.room.remote_participants["mia"].name == "Mia"

    within_time(meet())


def test_an_agent_is_no_participant_of_the_rooms_number(stand_ins: StandIns, url: str) -> None:
    async def meet() -> None:
        async with present(url, token("mia")), present(url, token("agent-1", {"kind": "agent"})):
            listed = await asyncio.to_thread(_listed, stand_ins)
            assert listed == {"mia": "STANDARD", "agent-1": "AGENT"}
            assert stand_ins.rooms._shown(stand_ins.rooms.rooms[ROOM]).num_participants == 1

    within_time(meet())


def _listed(stand_ins: StandIns) -> dict[str, str]:
    admin = LIVEKIT_KEYS.token({"video": {"roomAdmin": True, "room": ROOM}}, seconds=600)
    answer = post(
        f"{stand_ins.livekit}/twirp/livekit.RoomService/ListParticipants",
        b'{"room": "studio"}',
        content_type="application/json",
        authorization=f"Bearer {admin}",
    )
    return {one["identity"]: one["kind"] for one in answer.json["participants"]}


def test_the_token_of_the_first_to_come_sends_its_agents(stand_ins: StandIns, url: str) -> None:
    named = {"agents": [{"agentName": "coach", "metadata": "m"}], "emptyTimeout": 60}
    wanting = token("mia", {"roomConfig": named})

    async def meet() -> None:
        async with registered_worker(stand_ins) as worker:
            async with present(url, wanting) as mia:
                taken = await worker.take(participant_attributes={"k": "v"})
                assert (taken.job.metadata, taken.job.room.empty_timeout) == ("m", 60)
                came = expect(mia.room, "participant_connected")
                async with present(url, taken.token):
                    [seen] = await came
                    assert seen.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
                    assert seen.attributes == {"k": "v", "lk.agent_name": "coach"}
                await worker.report(taken.job.id, agent.JS_SUCCESS)
            async with present(url, wanting):
                await worker.settled()

    within_time(meet())


def test_a_token_with_a_room_that_makes_no_sense_lets_no_one_in(url: str) -> None:
    async def enter() -> None:
        await rtc.Room().connect(url, token("mia", {"roomConfig": {"agents": 5}}))

    with pytest.raises(rtc.ConnectError):
        within_time(enter())


def test_a_hidden_participant_hears_and_is_not_seen(url: str) -> None:
    async def meet() -> None:
        async with (
            present(url, token("mia"), MEMBER_HZ) as mia,
            present(url, token("ear", hidden=True)) as ear,
        ):
            assert await ear.heard == pytest.approx(MEMBER_HZ, abs=10)
            assert set(ear.room.remote_participants) == {"mia"}
            came = expect(mia.room, "participant_connected")
            async with present(url, token("leo")) as leo:
                assert set(leo.room.remote_participants) == {"mia"}
                await came
                assert set(mia.room.remote_participants) == {"leo"}

    within_time(meet())


# ---------------------------------------------------------------- comings and goings


def test_one_whose_connection_broke_comes_back_and_all_hear_each_other(url: str) -> None:
    port = int(url.rpartition(":")[2])

    async def meet() -> None:
        async with breaking_line(port) as (line, own_port):
            broken = f"ws://127.0.0.1:{own_port}"
            async with (
                present(url, token("agent-1", {"kind": "agent"}), TRAINER_HZ) as coach,
                present(broken, token("mia"), MEMBER_HZ) as mia,
            ):
                assert await coach.heard == pytest.approx(MEMBER_HZ, abs=10)
                assert await mia.heard == pytest.approx(TRAINER_HZ, abs=10)

                left = expect(coach.room, "participant_disconnected")
                again = asyncio.gather(coach.hears_anew(), mia.hears_anew())
                await asyncio.sleep(0)
                line.breaks()
                [who] = await left
                assert who.identity == "mia"
                assert await again == pytest.approx([MEMBER_HZ, TRAINER_HZ], abs=10)
                await _exchange_words(coach, mia)

    within_time(meet())


def test_one_who_comes_twice_is_put_out_the_first_time_and_heard_the_second(url: str) -> None:
    async def meet() -> None:
        async with (
            present(url, token("agent-1"), TRAINER_HZ) as coach,
            present(url, token("mia"), MEMBER_HZ) as first,
        ):
            assert await coach.heard == pytest.approx(MEMBER_HZ, abs=10)
            anew = asyncio.ensure_future(coach.hears_anew())
            async with present(url, token("mia"), 880) as second:
                assert await first.put_out == rtc.DisconnectReason.DUPLICATE_IDENTITY
                assert await second.heard == pytest.approx(TRAINER_HZ, abs=10)
                assert await anew == pytest.approx(880, abs=10)
                assert set(second.room.remote_participants) == {"agent-1"}
                assert set(coach.room.remote_participants) == {"mia"}
                await _exchange_words(coach, second)

    within_time(meet())


async def _exchange_words(one: Person, other: Person) -> None:
    """Data reach the other, and a call comes back."""
    received = expect(other.room, "data_received")
    await one.room.local_participant.publish_data(b"hello", topic="greeting")
    [packet] = await received
    assert (packet.data, packet.topic) == (b"hello", "greeting")

    async def answer(call: rtc.RpcInvocationData) -> str:
        return f"{call.caller_identity} said {call.payload}"

    caller, called = one.room.local_participant, other.room.local_participant
    called.register_rpc_method("say", answer)
    said = await caller.perform_rpc(
        destination_identity=called.identity, method="say", payload="hi"
    )
    assert said == f"{caller.identity} said hi"


# ---------------------------------------------------------------- webhooks


def test_the_webhook_of_an_agent_says_that_it_is_one(
    stand_ins: StandIns, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, models.ParticipantInfo | None]] = []

    def keep(
        event: str, room: models.Room, participant: models.ParticipantInfo | None = None
    ) -> None:
        sent.append((event, participant))

    monkeypatch.setattr(stand_ins.rooms.webhooks, "send", keep)

    async def meet() -> None:
        async with present(url, token("agent-1", {"kind": "agent"})):
            pass

    within_time(meet())
    assert [(event, who.kind) for event, who in sent if who and event == "participant_joined"] == [
        ("participant_joined", models.ParticipantInfo.AGENT)
    ]
