"""Rules of video rooms, on the stored state and LiveKit's stand-in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from livekit.api import AccessToken, TokenVerifier, VideoGrants

from local.stubs.servers import LIVEKIT_KEYS
from stvos import clock
from stvos.errors import Conflict, Ended, NotOpenYet
from stvos.rooms.closing import close_due_room
from stvos.rooms.models import RETURNING_FOR, Room
from stvos.rooms.service import Rooms
from tests.api.rooms.conftest import MEMBER, TRAINER, MeetingPoint
from tests.video import livekit


def stored(point: MeetingPoint) -> Room:
    item = point.world.table.find(point.key, consistent=True)
    assert item is not None
    return Room.of_item(item)


def test_a_token_is_what_livekits_own_library_makes_and_reads(point: MeetingPoint) -> None:
    token = point.launch().token

    claims = TokenVerifier(LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret).verify(token)
    theirs = AccessToken(LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret).with_identity(TRAINER.identity)
    theirs = theirs.with_name(TRAINER.name).with_grants(
        VideoGrants(room_join=True, room=point.name, room_admin=True)
    )
    assert claims == TokenVerifier(LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret).verify(theirs.to_jwt())


def test_the_link_is_the_apps_page_or_else_livekits_with_the_token(point: MeetingPoint) -> None:
    branded = Rooms.of(point.world.tenant, "https://app.example.com/x/?lang=en")

    page = branded.launch(point.meeting, TRAINER).meeting_link
    hosted = point.join()

    assert page == f"https://app.example.com/x/rooms/{point.name}?lang=en"
    assert hosted.meeting_link.startswith("https://meet.livekit.io/custom?liveKitUrl=ws%3A%2F%2F")
    assert hosted.meeting_link.endswith(f"&token={hosted.token}")


def test_a_press_that_died_before_the_server_was_asked_is_made_good(point: MeetingPoint) -> None:
    class Died(Exception):
        pass

    def dies(*_: Any, **__: Any) -> None:
        raise Died

    broken = Rooms.of(point.world.tenant)
    broken._server = dies  # type: ignore[assignment]
    with pytest.raises(Died):
        broken.launch(point.meeting, TRAINER)

    point.launch()

    assert point.name in livekit().rooms.rooms


def test_a_moved_meeting_is_launched_again_for_its_new_start(point: MeetingPoint) -> None:
    point.launch()
    point.meeting = point.later(timedelta(minutes=2))

    point.world.table.transact(*point.records.moving(point.meeting))
    with pytest.raises(NotOpenYet):
        point.join()
    point.launch()

    assert point.join().expires_at == point.meeting.closes_at
    assert stored(point).closes_at == point.meeting.closes_at


def test_a_meeting_cannot_move_while_its_room_is_launched_for_the_former_time(
    point: MeetingPoint,
) -> None:
    moving = point.records.moving(point.meeting)
    point.launch()

    with pytest.raises(Conflict):
        point.world.table.transact(*moving)


def test_a_meeting_that_is_called_off_lets_no_one_in_and_closes(point: MeetingPoint) -> None:
    point.launch()
    point.world.table.transact(*point.records.ending(point.meeting.kind, point.meeting.id))

    with pytest.raises(Ended):
        point.join()
    close_due_room(point.world.table, point.key, clock.utc_now())
    assert point.name not in livekit().rooms.rooms


def test_a_room_is_deleted_at_its_end_and_once_more(point: MeetingPoint) -> None:
    point.launch()
    table, closes = point.world.table, point.meeting.closes_at

    close_due_room(table, point.key, closes - timedelta(seconds=1))
    assert point.name in livekit().rooms.rooms
    close_due_room(table, point.key, closes)
    assert point.name not in livekit().rooms.rooms
    # Someone inside had a token of the server's own, and comes back with it.
    livekit().rooms.join(point.name, MEMBER.identity)
    close_due_room(table, point.key, closes + timedelta(seconds=1))
    assert point.name in livekit().rooms.rooms
    close_due_room(table, point.key, closes + RETURNING_FOR)

    assert point.name not in livekit().rooms.rooms
    assert stored(point).due_at is None


def test_closing_may_be_repeated_and_come_for_a_room_that_is_gone(point: MeetingPoint) -> None:
    point.launch()
    table, closes = point.world.table, point.meeting.closes_at
    for _ in range(3):
        close_due_room(table, point.key, closes)
    assert stored(point).closings == 1

    other = replace(point, meeting=replace(point.meeting, id=point.meeting.id + 1))
    close_due_room(table, other.key, closes)
