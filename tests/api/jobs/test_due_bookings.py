"""Due work of bookings: requests lapse, both are reminded, sessions are closed."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from my_bookings import cancel_booked_session, get_booked_session, reschedule_booked_session
from stvos.bookings import earnings
from stvos.clock import standing
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Item
from stvos.errors import Conflict
from stvos.ids import new_token
from stvos.rooms.models import Connection, Meeting, RoomKind
from stvos.rooms.records import room_of
from stvos.rooms.repository import RoomRepository
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_handle_due import handle, sweep
from tests.api.trainers.bookings import at, booked, offering, open_starts, written
from tests.world import Member, World
from trainer_portal import complete_booking, confirm_booking

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
START = at(3, 10)


def do_due(queues: TestQueues, when: datetime) -> int:
    """What the schedule and the worker do at a time; answers how much was due."""
    records = sweep(queues, when)
    assert handle(records, when) == 0
    return len(records)


def mails(world: World) -> Counter[str]:
    return Counter(mail["template"] for mail in world.mails())


def stored(world: World, booking: int) -> Item:
    item = world.table.find(Keys(world.tenant).booking(booking), consistent=True)
    assert item is not None
    return item


def status(member: Member, booking: int) -> str:
    return str(member.call(get_booked_session, id=booking).data["booking"]["status"])


def test_an_unanswered_request_lapses_and_its_time_is_free_again(
    world: World, queues: TestQueues
) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, START)
    answer_by = datetime.fromisoformat(stored(world, booking)["answer_by"])

    assert do_due(queues, answer_by - timedelta(seconds=1)) == 0
    assert do_due(queues, answer_by + timedelta(seconds=1)) == 1

    shown = member.call(get_booked_session, id=booking).data["booking"]
    assert (shown["status"], shown["cancelledBy"]) == ("cancelled", "system")
    assert shown["refundPercent"] == 100
    assert mails(world)["booking_lapsed"] == 2
    assert "10:00" in open_starts(member, trainer, 3)
    assert "gsi1pk" not in stored(world, booking)
    assert do_due(queues, START + DAY) == 0


def test_an_answered_request_does_not_lapse(world: World, queues: TestQueues) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, START)
    answer_by = datetime.fromisoformat(stored(world, booking)["answer_by"])
    old = sweep(queues, answer_by + HOUR)
    trainer.call(confirm_booking, id=booking)

    assert handle(old, answer_by + HOUR) == 0
    assert do_due(queues, answer_by + HOUR) == 0
    assert status(member, booking) == "confirmed"


def test_both_are_reminded_a_day_and_an_hour_before_each_once(
    world: World, queues: TestQueues
) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)
    before = stored(world, booking)

    assert do_due(queues, START - DAY - HOUR) == 0
    first = sweep(queues, START - DAY)
    assert handle([*first, *first], START - DAY) == 0
    assert mails(world)["booking_day_reminder"] == 2
    assert do_due(queues, START - HOUR - timedelta(seconds=1)) == 0
    assert do_due(queues, START - HOUR) == 1
    assert handle(first, START - HOUR) == 0

    found = mails(world)
    assert (found["booking_day_reminder"], found["booking_hour_reminder"]) == (2, 2)
    after = stored(world, booking)
    assert (after["version"], after["updated_at"]) == (before["version"], before["updated_at"])


def test_a_booking_of_the_last_day_is_reminded_of_once(world: World, queues: TestQueues) -> None:
    trainer, service = offering(world)
    with standing(START - 5 * HOUR):
        booked(world.member(), trainer, service, START)

    assert do_due(queues, START - 4 * HOUR) == 0
    assert do_due(queues, START - HOUR) == 1
    assert mails(world)["booking_day_reminder"] == 0
    assert mails(world)["booking_hour_reminder"] == 2


def test_a_move_brings_new_reminders(world: World, queues: TestQueues) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)
    do_due(queues, START - DAY)
    with standing(START - 2 * HOUR):
        body = {"startsAt": written(START + 2 * DAY)}
        assert member.call(reschedule_booked_session, id=booking, body=body).status == 200

    assert do_due(queues, START - HOUR) == 0
    assert do_due(queues, START + DAY) == 1
    assert mails(world)["booking_day_reminder"] == 4


def test_nobody_is_reminded_of_what_was_cancelled(world: World, queues: TestQueues) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)
    old = sweep(queues, START - DAY)
    member.call(cancel_booked_session, id=booking, body={})

    assert handle(old, START - DAY) == 0
    assert do_due(queues, START + DAY) == 0
    assert mails(world)["booking_day_reminder"] == 0


def test_after_an_outage_one_reminder_is_sent_before_the_start_and_none_after(
    world: World, queues: TestQueues
) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, START)
    late = booked(world.member(), trainer, service, START + 2 * HOUR)

    assert do_due(queues, START + 90 * timedelta(minutes=1)) == 2

    found = mails(world)
    assert (found["booking_day_reminder"], found["booking_hour_reminder"]) == (0, 2)
    reminded = [m["booking_id"] for m in world.mails() if m["template"] == "booking_hour_reminder"]
    assert set(reminded) == {late}


def test_a_session_that_nobody_closed_is_completed_after_its_end(
    world: World, queues: TestQueues
) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)

    do_due(queues, START + HOUR)
    assert status(member, booking) == "confirmed"
    do_due(queues, START + HOUR + timedelta(minutes=15))

    assert status(member, booking) == "completed"
    assert "gsi1pk" not in stored(world, booking)


def test_a_session_that_the_trainer_closed_is_left_alone(world: World, queues: TestQueues) -> None:
    trainer, service = offering(world)
    booking = booked(world.member(), trainer, service, START)
    with standing(START + HOUR):
        trainer.call(complete_booking, id=booking)

    version = stored(world, booking)["version"]
    assert do_due(queues, START + DAY) == 0
    assert stored(world, booking)["version"] == version


type Stays = dict[str, tuple[int, int | None]]


def was_there(world: World, booking: int, stays: Stays) -> None:
    """Note, as LiveKit's events do, who was in a booking's room, in minutes from the start."""
    rooms = RoomRepository(world.table, world.tenant)
    meeting = Meeting(RoomKind.BOOKING, booking, "Session", START, START + HOUR)
    room = room_of(meeting, launched_at=START, now=START)
    for identity, (came, went) in stays.items():
        left = None if went is None else START + timedelta(minutes=went)
        seen = Connection(identity, new_token(8), START + timedelta(minutes=came), left)
        rooms.note_connection(new_token(8), START + DAY, Conflict(), room, seen)


@pytest.mark.parametrize(
    ("member_s", "trainer_s", "expected", "absent", "earned"),
    [
        ((0, 60), (-5, 60), "completed", None, 50),
        ((0, None), (0, None), "completed", None, 50),
        ((-9, 6), (50, 70), "completed", None, 50),
        (None, (0, 20), "no_show", "member", 50),
        ((-9, 4), (0, 60), "no_show", "member", 50),
        ((0, 60), None, "no_show", "trainer", 0),
        ((0, 60), (-10, 4), "no_show", "trainer", 0),
        ((0, 1), (0, 1), "no_show", "trainer", 0),
    ],
)
def test_attendance_decides_how_a_session_is_closed(
    world: World,
    queues: TestQueues,
    member_s: tuple[int, int | None] | None,
    trainer_s: tuple[int, int | None] | None,
    expected: str,
    absent: str | None,
    earned: int,
) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)
    who = {f"member-{member.id}": member_s, f"trainer-{trainer.trainer_id}": trainer_s}
    was_there(world, booking, {name: stay for name, stay in who.items() if stay})
    do_due(queues, START + HOUR + timedelta(minutes=15))

    shown = member.call(get_booked_session, id=booking).data["booking"]
    assert (shown["status"], shown.get("absent")) == (expected, absent)
    sums = earnings.of_month(world.table, world.tenant, trainer.trainer_id, START.date())
    assert sums.get("GBP", 0) == earned


def test_the_trainer_has_the_last_word_and_late_events_change_nothing(
    world: World, queues: TestQueues
) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, START)
    was_there(world, booking, {f"trainer-{trainer.trainer_id}": (0, 60)})
    over = START + HOUR + timedelta(minutes=15)
    do_due(queues, over)
    assert status(member, booking) == "no_show"

    was_there(world, booking, {f"member-{member.id}": (0, 60)})
    assert do_due(queues, over + DAY) == 0
    assert status(member, booking) == "no_show"
    with standing(over + DAY):
        trainer.call(complete_booking, id=booking)
    shown = member.call(get_booked_session, id=booking).data["booking"]
    assert shown["status"] == "completed"
    assert "absent" not in shown
