"""Trainer and member in one room, by LiveKit's own client and with real media."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from livekit import rtc

from rooms import receive_event
from stvos.clock import utc_now
from stvos.providers.video_rooms import Grant, Livekit, access_token
from stvos.rooms.closing import close_due_room
from tests.api.rooms.conftest import MEMBER, TRAINER, MeetingPoint
from tests.video import livekit
from tests.voices import MEMBER_HZ, TRAINER_HZ, Person
from tests.world import call

SECONDS = 50


@asynccontextmanager
async def receiving_webhooks() -> AsyncIterator[list[int]]:
    """Our API, as far as LiveKit calls it; the statuses that it answered."""
    statuses: list[int] = []

    async def receive(request: web.Request) -> web.Response:
        body, headers = (await request.read()).decode(), dict(request.headers)
        reply = await asyncio.to_thread(call, receive_event, headers=headers, body=body)
        statuses.append(reply.status)
        return web.Response(status=reply.status, text=reply.text)

    app = web.Application()
    app.add_routes([web.post("/v1/webhooks/livekit", receive)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [port] = [address[1] for address in runner.addresses]
    hooks = livekit().rooms.webhooks
    hooks.url = f"http://127.0.0.1:{port}/v1/webhooks/livekit"
    try:
        yield statuses
    finally:
        hooks.url = ""
        await runner.cleanup()


def test_trainer_and_member_hear_each_other_until_the_room_is_closed(point: MeetingPoint) -> None:
    asyncio.run(asyncio.wait_for(_meet(point), SECONDS))

    were_there = point.records.attendance(point.meeting.kind, point.meeting.id)
    assert set(were_there) == {TRAINER.identity, MEMBER.identity}
    for attendance in were_there.values():
        [stay] = attendance.stays
        assert stay.left_at is not None
        assert timedelta(0) <= stay.left_at - stay.joined_at < timedelta(seconds=SECONDS)


async def _meet(point: MeetingPoint) -> None:
    async with receiving_webhooks() as statuses:
        host, guest = await asyncio.to_thread(point.launch), await asyncio.to_thread(point.join)
        trainer, member = Person(), Person()
        try:
            await trainer.enter(host.url, host.token, TRAINER_HZ)
            await member.enter(guest.url, guest.token, MEMBER_HZ)
            assert await member.heard == pytest.approx(TRAINER_HZ, abs=10)
            assert await trainer.heard == pytest.approx(MEMBER_HZ, abs=10)

            end = point.meeting.closes_at
            await asyncio.to_thread(close_due_room, point.world.table, point.key, end)
            reasons = [await person.put_out for person in (trainer, member)]
            assert set(reasons) == {rtc.DisconnectReason.ROOM_DELETED}
        finally:
            await trainer.leave()
            await member.leave()
        while len(statuses) < 6:
            await asyncio.sleep(0.05)
        assert set(statuses) == {200}


def test_a_token_lets_no_one_in_after_its_room_closed(point: MeetingPoint) -> None:
    closed = utc_now() - timedelta(minutes=2)
    grant = Grant(point.name, MEMBER.identity, "Mia", True, False, closed)
    late = access_token(Livekit.of_environment(), grant, closed - timedelta(hours=1))

    async def enter() -> None:
        await rtc.Room().connect(livekit().parameters["LivekitUrl"], late)

    with pytest.raises(rtc.ConnectError):
        asyncio.run(asyncio.wait_for(enter(), SECONDS))
    assert point.name not in livekit().rooms.rooms
