"""POST /v1/trainers/{id}/book."""

from typing import Any

import pytest

from operators import change_trainer
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import UserId
from tests.api.trainers.bookings import at, book, booked, offering, open_starts, written
from tests.api.trainers.world import NINE_TO_FIVE, new_trainer
from tests.reads import counted
from tests.world import Member, World
from trainer_portal import change_service, change_weekly_hours
from trainers import book_session


def taken_of(world: World, member: Member) -> int:
    """How many cells of a member are taken in the days around."""
    diary = Diary.of_member(world.table, world.tenant, UserId(member.id))
    taken = diary.taken(at(0, 0), at(9, 0))
    return sum(cells.bit_count() for cells in taken.cells.values())


def test_a_listed_slot_is_booked_and_not_listed_any_more(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    assert "10:00" in open_starts(member, trainer, 2)

    reply = book(member, trainer, service, at(2, 10), notes="Back pain")
    assert reply.status == 201
    booking = reply.data["booking"]
    assert booking == {
        "id": booking["id"],
        "trainerId": trainer.trainer_id,
        "userId": member.id,
        "serviceId": service,
        "status": "confirmed",
        "scheduledDate": f"{at(2, 10):%Y-%m-%d}",
        "scheduledTime": "10:00",
        "startsAt": written(at(2, 10)),
        "endsAt": written(at(2, 11)),
        "timezone": "UTC",
        "duration": 60,
        "price": 50,
        "currency": "GBP",
        "notes": "Back pain",
        "version": 1,
        "trainer": {"id": trainer.trainer_id, "name": "Tara Trainer", "image": None},
        "service": {"id": service, "name": "Personal training"},
    }
    starts = open_starts(member, trainer, 2)
    assert "10:00" not in starts
    assert {"09:00", "11:00"} <= set(starts)
    assert taken_of(world, member) == 12


def test_a_booking_is_two_reads_and_one_transaction(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    book(member, trainer, service, at(2, 9))
    with counted(world.table) as calls:
        assert book(member, trainer, service, at(2, 10)).status == 201

    # The member with their sign-in, and the trainer with their schedule.
    assert calls == {"BatchGetItem": 2, "TransactWriteItems": 1}


def test_a_slot_is_booked_by_its_id(world: World) -> None:
    trainer, service = offering(world)
    slot_id = int(at(2, 10).timestamp()) // 60
    body = {"serviceId": service, "slotId": slot_id}
    reply = world.member().call(book_session, id=trainer.trainer_id, body=body)
    assert reply.data["booking"]["startsAt"] == written(at(2, 10))


def test_both_are_mailed(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    book(member, trainer, service, at(2, 10))
    mails = [m for m in world.mails() if m["template"] == "booking_confirmed"]
    assert {mail["to_user"] for mail in mails} == {member.id, trainer.id}


def test_where_the_trainer_confirms_by_hand_it_is_pending_and_holds_its_time(
    world: World,
) -> None:
    trainer, service = offering(world, autoConfirm=False)
    reply = book(world.member(), trainer, service, at(3, 10))
    assert reply.data["booking"]["status"] == "pending"
    assert reply.data["booking"]["answerBy"] < written(at(3, 10))
    assert "10:00" not in open_starts(world.member(), trainer, 3)


def test_a_taken_time_is_refused(world: World) -> None:
    trainer, service = offering(world, increment=30)
    book(world.member(), trainer, service, at(2, 10))
    for start in (at(2, 10), at(2, 9, 30), at(2, 10, 30)):
        reply = book(world.member(), trainer, service, start)
        assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert book(world.member(), trainer, service, at(2, 11)).status == 201


def test_buffers_are_kept_free_on_both_sides(world: World) -> None:
    trainer, service = offering(world, increment=15, bufferBefore=15, bufferAfter=30)
    book(world.member(), trainer, service, at(2, 11))
    # Until 11:45 and its buffers nothing else fits: an hour and 15 minutes before, 45 after.
    starts = open_starts(world.member(), trainer, 2)
    assert starts[:2] == ["09:00", "09:15"]
    assert starts[2] == "12:45"
    assert book(world.member(), trainer, service, at(2, 9, 30)).code == "SLOT_TAKEN"
    assert book(world.member(), trainer, service, at(2, 12, 30)).code == "SLOT_TAKEN"


def test_a_member_is_in_one_place_at_a_time(world: World) -> None:
    (first, hour), (second, other) = offering(world), offering(world)
    member = world.member()
    book(member, first, hour, at(2, 10))
    reply = book(member, second, other, at(2, 10))
    assert (reply.status, reply.code) == (409, "MEMBER_BUSY")
    assert "10:00" in open_starts(member, second, 2)


def test_a_full_day_of_the_trainer_takes_no_more(world: World) -> None:
    trainer, service = offering(world, maxPerDay=1)
    book(world.member(), trainer, service, at(2, 10))
    assert open_starts(world.member(), trainer, 2) == []
    assert book(world.member(), trainer, service, at(2, 14)).status == 409
    assert book(world.member(), trainer, service, at(3, 14)).status == 201


def test_what_no_hours_list_is_unavailable(world: World) -> None:
    trainer, service = offering(world, horizonDays=10, minNoticeHours=2)
    member = world.member()
    for start in (at(2, 8), at(2, 16, 30), at(2, 10, 15), at(-1, 10), at(11, 10)):
        reply = book(member, trainer, service, start)
        assert (reply.status, reply.code) == (409, "SLOT_UNAVAILABLE")
    assert taken_of(world, member) == 0


def test_a_change_of_hours_holds_from_then_on(world: World) -> None:
    trainer, service = offering(world)
    weekly = [{**hours, "start": "12:00"} for hours in NINE_TO_FIVE]
    trainer.call(change_weekly_hours, body={"weekly": weekly})
    assert book(world.member(), trainer, service, at(2, 10)).code == "SLOT_UNAVAILABLE"


def test_a_price_that_changes_later_stays_on_the_booking(world: World) -> None:
    trainer, service = offering(world)
    first = book(world.member(), trainer, service, at(2, 10)).data["booking"]
    trainer.call(change_service, id=service, body={"price": 80, "duration": 30})
    second = book(world.member(), trainer, service, at(2, 12)).data["booking"]
    assert (first["price"], second["price"], second["duration"]) == (50, 80, 30)


def test_trainers_cannot_book_themselves_but_each_other(world: World) -> None:
    trainer, service = offering(world)
    other = new_trainer(world, "Ugo Other")
    assert book(trainer.member, trainer, service, at(2, 10)).status == 403
    assert book(other.member, trainer, service, at(2, 10)).status == 201


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "body.slotId"),
        ({"slotId": 0}, "body.slotId"),
        ({"slotId": 10**12}, "body.slotId"),
        ({"startsAt": "tomorrow"}, "body.startsAt"),
        ({"startsAt": "2027-02-31T10:00:00Z"}, "body.startsAt"),
        ({"startsAt": "2027-02-01T10:00:00"}, "body.startsAt"),
        ({"slotId": 29000000, "startsAt": "2027-02-01T10:00:00Z"}, "body.startsAt"),
        ({"startsAt": "2027-02-01T10:00:00Z", "notes": "x" * 1001}, "body.notes"),
    ],
)
def test_bad_requests_are_named(world: World, body: dict[str, Any], path: str) -> None:
    trainer, service = offering(world)
    body = {"serviceId": service} | body
    reply = world.member().call(book_session, id=trainer.trainer_id, body=body)
    assert (reply.status, reply.paths) == (400, [path])


def test_a_service_of_another_trainer_or_an_inactive_one_is_refused(world: World) -> None:
    (trainer, service), (_, foreign) = offering(world), offering(world)
    member = world.member()
    assert book(member, trainer, foreign, at(2, 10)).paths == ["body.serviceId"]
    trainer.call(change_service, id=service, body={"active": False})
    assert book(member, trainer, service, at(2, 10)).paths == ["body.serviceId"]


def test_a_resting_trainer_and_another_brand_s_are_unknown(
    world: World, other_world: World
) -> None:
    trainer, service = offering(world)
    assert book(other_world.member(), trainer, service, at(2, 10)).status == 404
    world.operate(change_trainer, trainerId=trainer.trainer_id, body={"active": False})
    assert book(world.member(), trainer, service, at(2, 10)).status == 404


def test_a_session_over_midnight_takes_both_days(world: World) -> None:
    trainer = new_trainer(world)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    night = [{"day": d, "start": "22:00", "end": "24:00"} for d in days]
    trainer.offer(night + [{"day": d, "start": "00:00", "end": "02:00"} for d in days])
    service = trainer.service(duration=120)
    booked(world.member(), trainer, service, at(2, 23))
    assert book(world.member(), trainer, service, at(3, 0)).code == "SLOT_TAKEN"
    assert open_starts(world.member(), trainer, 3) == ["22:00", "23:00"]
