"""GET /v1/trainer/classes/{id}/participants."""

import pytest

from members import delete_me
from stvos.clock import standing
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, joined, leave
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import list_participants, record_attendance


def test_those_with_a_seat_and_those_who_wait_are_listed_apart(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=2)
    one, two, three, four = joined(world, class_id, 4)
    seats = trainer.call(list_participants, id=class_id).data
    waits = trainer.call(list_participants, id=class_id, query={"status": "waitlisted"}).data

    assert {each["userId"] for each in seats["participants"]} == {one.id, two.id}
    assert seats["items"] == seats["participants"]
    assert [(each["userId"], each["position"]) for each in waits["participants"]] == [
        (three.id, 1),
        (four.id, 2),
    ]
    assert (seats["capacity"], seats["taken"], seats["waiting"]) == (2, 2, 2)
    [shown] = [each for each in seats["participants"] if each["userId"] == one.id]
    assert (shown["name"], shown["status"], shown["attended"]) == ("Mia Member", "confirmed", None)
    assert "email" not in shown


def test_who_left_or_was_promoted_is_where_they_belong(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=1)
    leaves, comes, gives_up = joined(world, class_id, 3)
    leave(leaves, class_id)
    leave(gives_up, class_id)
    seats = trainer.call(list_participants, id=class_id).data
    waits = trainer.call(list_participants, id=class_id, query={"status": "waitlisted"}).data

    assert [each["userId"] for each in seats["participants"]] == [comes.id]
    assert (waits["participants"], waits["waiting"]) == ([], 0)


@pytest.mark.parametrize("status", ["confirmed", "waitlisted"])
@pytest.mark.parametrize("capacity", [1, 3, 250])
def test_a_long_roster_goes_on_by_cursor(world: World, status: str, capacity: int) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=capacity)
    members = [member.id for member in joined(world, class_id, 6)]
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"limit": "2", "status": status} | cursor
        page = trainer.call(list_participants, id=class_id, query=query).data
        seen += [each["userId"] for each in page["participants"]]
        if "nextCursor" not in page:
            break
        assert len(page["participants"]) == 2
        cursor = {"cursor": page["nextCursor"]}

    expected = members[:capacity] if status == "confirmed" else members[capacity:]
    assert sorted(seen) == sorted(expected)
    if status == "waitlisted":
        assert seen == expected


@pytest.mark.parametrize("status", ["confirmed", "waitlisted"])
def test_a_cursor_of_another_list_is_refused(world: World, status: str) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    query = {"cursor": "U0VBVCMwMCMxMg", "status": status}
    reply = trainer.call(list_participants, id=class_id, query=query)
    assert (reply.status, reply.paths[0]) == (400, "query.cursor")


def test_who_attended_is_shown(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    there, missed = joined(world, class_id, 2)
    with standing(at(3, 9, 30)):
        body = {"attended": [there.id]}
        trainer.call(record_attendance, id=class_id, body=body)
    shown = trainer.call(list_participants, id=class_id).data["participants"]
    assert {each["userId"]: each["attended"] for each in shown} == {
        there.id: True,
        missed.id: False,
    }


def test_who_has_left_the_brand_is_not_listed(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    stays, goes = joined(world, class_id, 2)
    assert goes.call(delete_me, body={}).status == 200
    shown = trainer.call(list_participants, id=class_id).data["participants"]
    assert [each["userId"] for each in shown] == [stays.id]


def test_the_roster_is_the_trainers_alone(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    [member] = joined(world, class_id, 1)
    assert member.call(list_participants, id=class_id).status == 403
    assert new_trainer(world).call(list_participants, id=class_id).status == 404
