"""GET /v1/trainer/classes."""

from datetime import datetime
from typing import Literal

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.group_classes.portal import TrainerClasses
from stvos.group_classes.requests import GroupClassesQuery
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import list_group_classes


def test_classes_to_come_are_listed_soonest_first(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world, "Tom Trainer")
    later, sooner = created(trainer, at(5, 9)), created(trainer, at(3, 9))
    created(other, at(4, 9))
    data = trainer.call(list_group_classes).data

    assert [each["id"] for each in data["classes"]] == [sooner, later]
    assert data["items"] == data["classes"]
    assert trainer.call(list_group_classes, query={"when": "past"}).data["classes"] == []


def test_a_long_list_goes_on_by_cursor(world: World) -> None:
    trainer = new_trainer(world)
    ids = [created(trainer, at(day, 9)) for day in (3, 4, 5)]
    first = trainer.call(list_group_classes, query={"limit": "2"}).data
    query = {"limit": "2", "cursor": first["nextCursor"]}
    second = trainer.call(list_group_classes, query=query).data

    assert [each["id"] for each in first["classes"] + second["classes"]] == ids
    assert "nextCursor" not in second


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(list_group_classes, query={"cursor": "U1RBUlQ"})

    assert (reply.status, reply.paths[0]) == (400, "query.cursor")


def test_a_class_is_to_come_until_it_starts(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))

    def listed(now: datetime, when: Literal["upcoming", "past"]) -> list[int]:
        tenant = ClientId(world.tenant)
        classes = TrainerClasses(Table.of_stack(), tenant, trainer.trainer_id, now=lambda: now)
        page, _ = classes.page(GroupClassesQuery(when=when))
        return [each.id for each in page.classes]

    assert listed(at(3, 8, 59), "upcoming") == listed(at(3, 9), "past") == [class_id]
    assert listed(at(3, 8, 59), "past") == listed(at(3, 9), "upcoming") == []
