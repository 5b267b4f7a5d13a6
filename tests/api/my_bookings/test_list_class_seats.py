"""GET /v1/my-bookings/classes."""

from typing import Any

from my_bookings import list_booked_sessions, list_class_seats
from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering, written
from tests.api.trainers.group_classes import created, join, leave
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.world import Member, World


def ids(member: Member, **query: str) -> list[int]:
    return [each["id"] for each in listed(member, **query)]


def listed(member: Member, **query: str) -> list[dict[str, Any]]:
    data = member.call(list_class_seats, query=query).data
    assert data["items"] == data["classes"]
    classes: list[dict[str, Any]] = data["classes"]
    return classes


def three(world: World, member: Member) -> tuple[TrainerAccount, list[int]]:
    """A class on each of three days, all joined."""
    trainer = new_trainer(world)
    classes = [created(trainer, at(day, 9)) for day in (2, 3, 4)]
    for class_id in classes:
        join(member, class_id)
    return trainer, classes


def test_a_class_is_listed_with_its_seat_and_trainer(world: World) -> None:
    member, trainer = world.member(), new_trainer(world)
    class_id = created(trainer, at(2, 9), duration=45)
    join(member, class_id)

    assert listed(member) == [
        {
            "id": class_id,
            "name": "Morning Flow",
            "scheduledDate": f"{at(2, 9):%Y-%m-%d}",
            "scheduledTime": "09:00",
            "startsAt": written(at(2, 9)),
            "endsAt": written(at(2, 9, 45)),
            "timezone": "UTC",
            "duration": 45,
            "price": 12.5,
            "currency": "GBP",
            "seat": {"classId": class_id, "status": "confirmed"},
            "trainer": {"id": trainer.trainer_id, "name": "Tara Trainer", "image": None},
        }
    ]


def test_what_is_to_come_is_listed_soonest_first_and_else_the_latest(world: World) -> None:
    member = world.member()
    _, classes = three(world, member)

    assert ids(member, when="upcoming") == classes
    assert ids(member) == classes[::-1]
    with standing(at(3, 9, 30)):
        assert ids(member, when="upcoming") == classes[1:]
    with standing(at(3, 10)):
        assert ids(member, when="upcoming") == classes[2:]
        assert ids(member, when="past") == classes[1::-1]


def test_one_who_waits_sees_the_class_too(world: World) -> None:
    class_id = created(new_trainer(world), at(2, 9), capacity=1)
    join(world.member(), class_id)
    waiting = world.member()
    join(waiting, class_id)

    assert ids(waiting, status="waitlisted") == [class_id]
    assert ids(waiting, status="confirmed") == []


def test_a_class_that_was_left_stays_in_the_list(world: World) -> None:
    member = world.member()
    _, classes = three(world, member)
    leave(member, classes[1])

    assert ids(member, status="cancelled") == [classes[1]]
    assert ids(member, status="confirmed") == [classes[2], classes[0]]


def test_sessions_and_classes_are_listed_apart(world: World) -> None:
    member = world.member()
    coach, service = offering(world)
    booking = booked(member, coach, service, at(2, 12))
    class_id = created(coach, at(2, 9))
    join(member, class_id)

    sessions = member.call(list_booked_sessions).data["sessions"]
    assert [each["id"] for each in sessions] == [booking]
    assert ids(member) == [class_id]


def test_pages_follow_one_another(world: World) -> None:
    member = world.member()
    _, classes = three(world, member)
    first = member.call(list_class_seats, query={"when": "upcoming", "limit": "2"}).data
    query = {"when": "upcoming", "limit": "2", "cursor": first["nextCursor"]}
    second = member.call(list_class_seats, query=query).data

    found = [each["id"] for each in [*first["classes"], *second["classes"]]]
    assert (found, "nextCursor" in second) == (classes, False)


def test_other_members_classes_are_not_listed(world: World) -> None:
    three(world, world.member())

    assert ids(world.member()) == []
