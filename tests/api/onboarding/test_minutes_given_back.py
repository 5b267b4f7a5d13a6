"""What a talk did not use goes back to the month's budget, once, when its room is closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from local.stubs.servers import LIVEKIT_KEYS
from onboarding import get_coaching_token, get_voice_token
from operators import change_client
from rooms import receive_event
from stvos.clock import epoch, standing, utc_now
from stvos.dynamodb.keys import Key
from stvos.errors import VideoUnavailable
from stvos.rooms import closing
from stvos.rooms.closing import close_due_room
from stvos.rooms.models import RETURNING_FOR
from stvos.rooms.names import RoomName
from tests.api.onboarding.world import answered
from tests.video import livekit
from tests.world import World, call


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


@dataclass
class TalkOf:
    """A talk of ten minutes that begins now, and what LiveKit says of its room."""

    world: World
    begins_at: datetime
    name: str
    session: str = ""
    events: int = 0

    @classmethod
    def begin(cls, world: World) -> "TalkOf":
        limits = {"voiceMinutes": 10, "voiceMinutesPerMonth": 25}
        assert world.operate(change_client, body={"limits": limits}).status == 200
        now = utc_now()
        with standing(now):
            entered = world.call(get_voice_token, body={}).data
            return cls(world, now, entered["roomName"], entered["sessionId"])

    @property
    def key(self) -> Key:
        name = RoomName.parse(self.name)
        assert name is not None
        return self.world.keys.room(name.kind, name.id)

    def says(self, event: str, who: str, *, joined: int, at: int) -> None:
        """An event of a participant, in seconds after the beginning."""
        self.events += 1
        start = epoch(self.begins_at)
        participant = {"sid": f"PA_{who}", "identity": who, "joinedAt": str(start + joined)}
        body, headers = LIVEKIT_KEYS.signed_webhook(
            event,
            at=start + at,
            number=epoch(self.begins_at) + self.events,
            room={"name": self.name},
            participant=participant,
        )
        assert call(receive_event, headers=headers, body=body.decode()).status == 200

    def was_there(self, who: str, joined: int, left: int) -> None:
        self.says("participant_joined", who, joined=joined, at=joined)
        self.says("participant_left", who, joined=joined, at=left)

    def close(self, *, times: int = 2) -> None:
        """Let the room be closed when it is due, so often."""
        due = self.begins_at + timedelta(minutes=10)
        for at in (due, due + RETURNING_FOR)[:times]:
            close_due_room(self.world.table, self.key, at)

    @property
    def taken(self) -> int:
        """The minutes that are counted in this month."""
        item = self.world.table.find(self.world.keys.voice_minutes(f"{self.begins_at:%Y-%m}"))
        assert item is not None
        return int(item["minutes"])


def test_begun_minutes_count_and_the_rest_goes_back(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.was_there("newcomer", 5, 130)
    talk.was_there("agent", 2, 185)

    talk.close(times=1)
    after_first = talk.taken
    talk.close()

    assert (after_first, talk.taken) == (10, 4)


def test_it_goes_back_once_however_often_the_room_is_closed(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.was_there("newcomer", 0, 60)

    for _ in range(3):
        talk.close()

    assert talk.taken == 1


def test_what_is_back_can_be_talked_away_by_others(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.was_there("newcomer", 0, 60)
    world.call(get_voice_token, body={})
    before = world.call(get_voice_token, body={})
    talk.close()

    after = world.call(get_voice_token, body={})

    assert (before.status, after.status) == (429, 200)


def test_who_did_not_leave_talked_to_the_end(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.says("participant_joined", "newcomer", joined=0, at=0)

    talk.close()

    assert talk.taken == 10


def test_two_at_a_time_use_a_minute_once_and_a_pause_uses_none(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.was_there("newcomer", 0, 120)
    talk.was_there("agent", 60, 120)
    talk.says("participant_joined", "late", joined=300, at=300)
    talk.says("participant_left", "late", joined=300, at=360)

    talk.close()

    assert talk.taken == 3


def test_without_a_word_of_livekit_s_nothing_goes_back(world: World) -> None:
    talk = TalkOf.begin(world)

    talk.close()

    assert talk.taken == 10


def test_a_closing_that_died_gives_back_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = TalkOf.begin(world)
    talk.was_there("newcomer", 0, 60)
    talk.close(times=1)

    class Down:
        def delete_room(self, name: str) -> None:
            raise VideoUnavailable

    with monkeypatch.context() as patched:
        patched.setattr(closing, "livekit_rooms", Down)
        with pytest.raises(VideoUnavailable):
            talk.close()
    taken = talk.taken
    talk.close()

    assert (taken, talk.taken) == (10, 1)


def test_a_coaching_talk_gives_back_too(world: World) -> None:
    talk = TalkOf.begin(world)
    talk.close()
    now = utc_now()
    with standing(now):
        room = world.member().call(get_coaching_token, body={}).data["roomName"]
    coaching = TalkOf(world, now, room)
    coaching.was_there("member", 0, 59)

    coaching.close()

    assert coaching.taken == 11


def test_a_talk_without_a_monthly_limit_is_counted_alike(world: World) -> None:
    now = utc_now()
    with standing(now):
        session = answered(world)
        room = world.call(get_voice_token, body={"sessionId": session}).data["roomName"]
    talk = TalkOf(world, now, room)
    talk.was_there("newcomer", 0, 30)

    close_due_room(world.table, talk.key, now + timedelta(minutes=15))
    close_due_room(world.table, talk.key, now + timedelta(minutes=15) + RETURNING_FOR)

    assert talk.taken == 1
