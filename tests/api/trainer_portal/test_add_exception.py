"""POST /v1/trainer/availability/exceptions."""

from typing import Any

import pytest

from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.group_classes import create, created
from tests.api.trainers.world import in_days, new_trainer
from tests.world import World
from trainer_portal import (
    add_exception,
    cancel_group_class,
    get_group_class,
    get_trainer_booking,
    list_exceptions,
)


def off(first: int, last: int, **more: Any) -> dict[str, Any]:
    return {"from": f"{in_days(first)}", "to": f"{in_days(last)}", "kind": "off", **more}


def test_time_off_and_extra_hours_are_stored(world: World) -> None:
    trainer = new_trainer(world)
    holiday = off(10, 12, reason="Holiday")
    extra = off(3, 3, kind="extra", start="18:00", end="20:00")
    made = [trainer.call(add_exception, body=body) for body in (holiday, extra)]

    assert [reply.status for reply in made] == [201, 201]
    assert made[0].data["exception"] == holiday | {"id": made[0].data["exception"]["id"]}
    listed = trainer.call(list_exceptions).data["exceptions"]
    assert [(e["kind"], e["from"]) for e in listed] == [
        ("extra", extra["from"]),
        ("off", holiday["from"]),
    ]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (off(5, 4), "body.to"),
        (off(-9, -8), "body.to"),
        (off(1, 367), "body.to"),
        (off(1, 1) | {"from": "2027-02-31"}, "body.from"),
        (off(1, 1, kind="extra"), "body.start"),
        (off(1, 1, start="09:00"), "body.end"),
        (off(1, 1, end="09:00"), "body.start"),
        (off(1, 1, start="10:00", end="09:00"), "body.end"),
        (off(1, 1, kind="maybe"), "body.kind"),
        (off(1, 1, reason="x" * 201), "body.reason"),
        ({"kind": "off"}, "body.from"),
    ],
)
def test_bad_exceptions_are_named_and_nothing_is_stored(
    world: World, body: dict[str, Any], path: str
) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(add_exception, body=body)
    assert reply.status == 400
    assert path in reply.paths
    assert trainer.call(list_exceptions).data["exceptions"] == []


def test_there_is_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stvos.trainers.own_schedule.MAX_EXCEPTIONS", 2)
    trainer = new_trainer(world)
    statuses = [trainer.call(add_exception, body=off(n, n)).status for n in (1, 2, 3)]
    assert statuses == [201, 201, 409]


def test_time_off_over_bookings_lists_them_and_is_not_stored(world: World) -> None:
    trainer, service = offering(world)
    made = booked(world.member(), trainer, service, at(2, 10))
    booked(world.member(), trainer, service, at(4, 10))
    reply = trainer.call(add_exception, body=off(2, 3))

    assert (reply.status, reply.code) == (409, "HAS_BOOKINGS")
    assert [booking["id"] for booking in reply.json["bookings"]] == [made]
    assert trainer.call(list_exceptions).data["exceptions"] == []


def test_all_bookings_in_the_time_off_are_cancelled_in_one_go(world: World) -> None:
    trainer, service = offering(world)
    members = [world.member() for _ in range(3)]
    inside = [booked(member, trainer, service, at(2, 10 + n)) for n, member in enumerate(members)]
    outside = booked(world.member(), trainer, service, at(4, 10))
    body = off(2, 2, resolve="cancel", reason="I am ill")
    assert trainer.call(add_exception, body=body).status == 201

    statuses = {
        number: trainer.call(get_trainer_booking, id=number).data["booking"]["status"]
        for number in (*inside, outside)
    }
    assert statuses == dict.fromkeys(inside, "cancelled") | {outside: "confirmed"}
    mails = [m for m in world.mails() if m["template"] == "booking_cancelled"]
    assert {m["to_user"] for m in mails} == {*(m.id for m in members), trainer.id}
    assert {m["reason"] for m in mails} == {"I am ill"}


def test_hours_off_beside_a_booking_are_not_in_its_way(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(2, 10))
    beside = [off(2, 2, start="09:00", end="10:00"), off(2, 2, start="11:00", end="12:00")]
    assert [trainer.call(add_exception, body=body).status for body in beside] == [201, 201]
    across = off(2, 2, start="10:55", end="11:00")
    assert trainer.call(add_exception, body=across).code == "HAS_BOOKINGS"


def test_time_off_is_of_the_trainer_s_own_days(world: World) -> None:
    trainer, service = offering(world)
    trainer.offer(zone="Pacific/Auckland")
    booked(world.member(), trainer, service, at(2, 23))
    assert trainer.call(add_exception, body=off(2, 2)).status == 201
    assert trainer.call(add_exception, body=off(3, 3)).code == "HAS_BOOKINGS"


def test_extra_hours_are_in_no_booking_s_way(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(2, 10))
    extra = off(2, 2, kind="extra", start="10:00", end="11:00")
    assert trainer.call(add_exception, body=extra).status == 201


def test_time_off_over_group_classes_lists_those_that_are_held(world: World) -> None:
    trainer = new_trainer(world)
    # One that begins the evening before and lasts into the day.
    inside = [created(trainer, at(1, 23, 30)), created(trainer, at(2, 10))]
    created(trainer, at(4, 10))
    cancelled = created(trainer, at(2, 15))
    trainer.call(cancel_group_class, id=cancelled)
    reply = trainer.call(add_exception, body=off(2, 3))

    assert (reply.status, reply.code) == (409, "HAS_BOOKINGS")
    assert [each["id"] for each in reply.json["groupClasses"]] == inside
    assert reply.json["bookings"] == []
    assert trainer.call(list_exceptions).data["exceptions"] == []


def test_all_classes_in_the_time_off_are_cancelled_in_one_go(world: World) -> None:
    trainer = new_trainer(world)
    inside, outside = created(trainer, at(2, 10)), created(trainer, at(4, 10))
    body = off(2, 2, resolve="cancel", reason="I am ill")
    assert trainer.call(add_exception, body=body).status == 201

    def status(class_id: int) -> str:
        shown = trainer.call(get_group_class, id=class_id).data["groupClass"]
        return str(shown["status"])

    assert (status(inside), status(outside)) == ("cancelled", "scheduled")
    assert create(trainer, at(2, 10)).status == 201
