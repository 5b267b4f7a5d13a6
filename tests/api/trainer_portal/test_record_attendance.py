"""POST /v1/trainer/classes/{id}/attendance."""

from typing import Any

import pytest

from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.group_classes import attendance_marks
from tests.api.partners.world import employee_of, new_partner
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, join, joined, leave
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.world import Reply, World
from trainer_portal import cancel_group_class, list_participants, record_attendance

START = at(3, 9)


def record(trainer: TrainerAccount, class_id: int, attended: list[int]) -> Reply:
    with standing(START):
        return trainer.call(record_attendance, id=class_id, body={"attended": attended})


def marks(trainer: TrainerAccount, class_id: int) -> dict[int, Any]:
    shown = trainer.call(list_participants, id=class_id, query={"limit": "100"}).data
    return {each["userId"]: each["attended"] for each in shown["participants"]}


def test_those_named_attended_and_the_others_did_not(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    one, two, three = joined(world, class_id, 3)
    replies = [record(trainer, class_id, [three.id, one.id]) for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
    assert replies[0].data == replies[1].data
    assert replies[0].data == {"attended": [one.id, three.id], "absent": [two.id]}
    assert marks(trainer, class_id) == {one.id: True, two.id: False, three.id: True}


def test_the_trainer_may_say_it_anew(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    one, two = joined(world, class_id, 2)
    record(trainer, class_id, [one.id])
    record(trainer, class_id, [two.id])
    assert marks(trainer, class_id) == {one.id: False, two.id: True}


def test_those_named_absent_did_not_attend_and_the_others_did(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    one, two, three = joined(world, class_id, 3)
    with standing(START):
        reply = trainer.call(record_attendance, id=class_id, body={"absent": [two.id]})

    assert reply.data == {"attended": [one.id, three.id], "absent": [two.id]}
    assert marks(trainer, class_id) == {one.id: True, two.id: False, three.id: True}


@pytest.mark.parametrize("body", [{}, {"attended": [], "absent": []}])
def test_either_those_who_attended_or_the_absent_are_named(
    world: World, body: dict[str, list[int]]
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    with standing(START):
        reply = trainer.call(record_attendance, id=class_id, body=body)
    assert (reply.status, reply.paths) == (400, ["body"])


def test_a_class_of_more_than_a_transaction_bears_is_marked_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance_marks, "_TOGETHER", 2)
    trainer = new_trainer(world)
    class_id = created(trainer, START, capacity=120)
    members = [member.id for member in joined(world, class_id, 5)]
    record(trainer, class_id, members[:4])
    assert list(marks(trainer, class_id).values()).count(True) == 4


def test_who_has_no_seat_cannot_be_marked_and_nobody_is(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START, capacity=3)
    one, two, left, waits = joined(world, class_id, 4)
    leave(left, class_id)  # Whose seat goes to the one who waits.
    reply = record(trainer, class_id, [one.id, left.id, waits.id, 12345])

    assert (reply.status, reply.paths) == (400, ["body.attended[1]", "body.attended[3]"])
    assert marks(trainer, class_id) == {one.id: None, two.id: None, waits.id: None}


def test_before_the_class_begins_and_of_a_cancelled_one_there_is_no_attendance(
    world: World,
) -> None:
    trainer = new_trainer(world)
    class_id, off = created(trainer, START), created(trainer, at(3, 11))
    trainer.call(cancel_group_class, id=off)
    early = trainer.call(record_attendance, id=class_id, body={"attended": []})

    assert (early.status, early.code) == (409, "INVALID_STATE")
    with standing(at(3, 11)):
        reply = trainer.call(record_attendance, id=off, body={"attended": []})
    assert (reply.code, reply.json["status"]) == ("INVALID_STATE", "cancelled")


def test_attending_is_activity_of_the_members_partner_once(world: World) -> None:
    employee = employee_of(new_partner(world))
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    [member] = joined(world, class_id, 1)
    join(employee, class_id)
    key = world.keys.attended(UserId(employee.id), class_id)
    record(trainer, class_id, [])
    assert world.table.find(key) is None
    for _ in range(2):
        record(trainer, class_id, [employee.id, member.id])

    item = world.table.find(key)
    assert item is not None
    assert (item["type"], item["id"], item["created_at"]) == ("log", class_id, START.isoformat())
    assert world.table.find(world.keys.attended(UserId(member.id), class_id)) is None


def test_the_attendance_is_the_trainers_to_say(world: World) -> None:
    class_id = created(new_trainer(world), START)
    [member] = joined(world, class_id, 1)
    assert member.call(record_attendance, id=class_id, body={"attended": []}).status == 403
    other = new_trainer(world)
    assert other.call(record_attendance, id=class_id, body={"attended": []}).status == 404
