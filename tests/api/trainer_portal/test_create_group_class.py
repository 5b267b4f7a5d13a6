"""POST /v1/trainer/classes."""

from datetime import timedelta
from typing import Any

import pytest

from stvos.clock import utc_now
from tests.api.trainers.bookings import at, book, booked, offering, open_starts, written
from tests.api.trainers.group_classes import create, created
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import create_group_class, list_group_classes


def test_a_class_is_made_by_wall_time_of_the_trainers_zone(world: World) -> None:
    trainer = new_trainer(world, timezone="Asia/Kolkata")
    reply = create(trainer, at(3, 9), description="Slow", capacity=250)

    made = reply.data["groupClass"]
    assert reply.status == 201
    assert made["startsAt"] == written(at(3, 9))
    assert made["endsAt"] == written(at(3, 10))
    assert made["scheduledTime"] == "14:30"
    assert made["timezone"] == "Asia/Kolkata"
    assert (made["capacity"], made["spotsLeft"]) == (250, 250)
    assert (made["status"], made["waitlist"], made["price"]) == ("scheduled", True, 12.5)


def test_a_class_may_start_at_any_hour_also_without_working_hours(world: World) -> None:
    trainer = new_trainer(world)
    assert create(trainer, at(3, 23)).status == 201


def test_a_class_takes_its_time_from_what_can_be_booked(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    created(trainer, at(3, 10))

    assert "10:00" not in open_starts(member, trainer, 3)
    assert "11:00" in open_starts(member, trainer, 3)
    assert book(member, trainer, service, at(3, 10)).status == 409


def test_a_class_over_a_booking_is_refused(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(3, 10))
    reply = create(trainer, at(3, 9, 30))

    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert trainer.call(list_group_classes).data["classes"] == []


def test_a_class_over_another_class_is_refused(world: World) -> None:
    trainer = new_trainer(world)
    created(trainer, at(3, 10))

    assert create(trainer, at(3, 10, 55)).code == "SLOT_TAKEN"
    assert create(trainer, at(3, 11)).status == 201


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("body.capacity", {"capacity": 0}),
        ("body.capacity", {"capacity": 5001}),
        ("body.duration", {"duration": 7}),
        ("body.duration", {"duration": 485}),
        ("body.price", {"price": -1}),
        ("body.price", {"price": 1.005}),
        ("body.currency", {"currency": "GB"}),
        ("body.name", {"name": ""}),
        ("body.startsAt", {"startsAt": written(at(-1, 9))}),
        ("body.startsAt", {"startsAt": written(at(400, 9))}),
        ("body.startsAt", {"startsAt": written(at(3, 9, 3))}),
        ("body.startsAt", {"startsAt": "tomorrow"}),
        ("body.trainerId", {"trainerId": 7}),
    ],
)
def test_what_makes_no_class_is_refused(world: World, path: str, wrong: dict[str, Any]) -> None:
    trainer = new_trainer(world)
    reply = create(trainer, at(3, 9), **wrong)

    assert reply.status == 400
    assert path in reply.paths
    assert trainer.call(list_group_classes).data["classes"] == []


def test_a_member_who_is_no_trainer_is_refused(world: World) -> None:
    body = {
        "name": "Flow",
        "startsAt": written(utc_now() + timedelta(days=1)),
        "duration": 60,
        "capacity": 3,
        "price": 0,
        "currency": "GBP",
    }
    assert world.member().call(create_group_class, body=body).status == 403
