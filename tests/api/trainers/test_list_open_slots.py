"""GET /v1/trainers/{id}/availability."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.trainers.world import NINE_TO_FIVE, in_days, new_trainer
from tests.world import Reply, World
from trainer_portal import add_exception
from trainers import list_open_slots


def slots(reply: Reply) -> list[str]:
    assert reply.status == 200
    return [slot["startsAt"] for slot in reply.data["slots"]]


def test_the_slots_of_a_day_are_listed_in_the_zone_that_is_asked_for(world: World) -> None:
    trainer = new_trainer(world)
    trainer.offer(zone="Asia/Kathmandu")
    service = trainer.service(duration=90)
    day = f"{in_days(2)}"
    query = {"serviceId": str(service), "from": day, "to": day, "timezone": "Asia/Tokyo"}
    reply = world.member().call(list_open_slots, id=trainer.trainer_id, query=query)

    assert reply.data["timezone"] == "Asia/Tokyo"
    assert reply.data["weekly"] == NINE_TO_FIVE
    first = reply.data["slots"][0]
    # Kathmandu is 5:45 ahead of UTC, Tokyo 9:00: nine o'clock there is 12:15 here.
    assert (first["localDate"], first["localTime"]) == (day, "12:15")
    assert first["startsAt"] == f"{day}T03:15:00Z"
    assert first["endsAt"] == f"{day}T04:45:00Z"
    starts_at = datetime.fromisoformat(first["startsAt"])
    assert first["slotId"] == first["id"] == int(starts_at.timestamp()) // 60
    assert len(reply.data["slots"]) == 7


def test_the_next_seven_days_are_listed_unless_others_are_asked_for(world: World) -> None:
    trainer = new_trainer(world)
    trainer.offer(increment=240)
    trainer.service()
    listed = slots(world.member().call(list_open_slots, id=trainer.trainer_id))
    days = {start[:10] for start in listed}
    assert days <= {f"{in_days(n)}" for n in range(7)}
    assert len(days) in {6, 7}


def test_time_off_is_not_listed(world: World) -> None:
    trainer = new_trainer(world)
    trainer.offer()
    trainer.service()
    off = {"from": f"{in_days(2)}", "to": f"{in_days(3)}", "kind": "off"}
    assert trainer.call(add_exception, body=off).status == 201
    query = {"from": f"{in_days(1)}", "to": f"{in_days(4)}"}
    listed = slots(world.member().call(list_open_slots, id=trainer.trainer_id, query=query))
    assert {start[:10] for start in listed} == {f"{in_days(1)}", f"{in_days(4)}"}


def test_without_a_service_there_is_nothing_to_book(world: World) -> None:
    trainer = new_trainer(world)
    trainer.offer()
    assert slots(world.member().call(list_open_slots, id=trainer.trainer_id)) == []


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from": "2026-02-31"}, "query.from"),
        ({"from": "tomorrow"}, "query.from"),
        ({"timezone": "Europe/Atlantis"}, "query.timezone"),
        ({"serviceId": "77"}, "query.serviceId"),
        ({"from": f"{in_days(3)}", "to": f"{in_days(2)}"}, "query.to"),
        ({"from": f"{in_days(0)}", "to": f"{in_days(31)}"}, "query.to"),
    ],
)
def test_bad_questions_are_named(world: World, query: dict[str, str], path: str) -> None:
    trainer = new_trainer(world)
    trainer.service()
    reply = world.member().call(list_open_slots, id=trainer.trainer_id, query=query)
    assert (reply.status, reply.paths) == (400, [path])


def test_thirty_one_days_are_listed(world: World) -> None:
    trainer = new_trainer(world)
    trainer.offer(increment=240)
    trainer.service()
    query = {"from": f"{in_days(1)}", "to": f"{in_days(31)}"}
    listed = slots(world.member().call(list_open_slots, id=trainer.trainer_id, query=query))
    last = datetime.fromisoformat(listed[-1])
    assert last - datetime.now(UTC) > timedelta(days=29)


def test_a_service_of_another_trainer_is_refused(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world, "Ugo Other")
    trainer.service()
    query = {"serviceId": str(other.service())}
    reply = world.member().call(list_open_slots, id=trainer.trainer_id, query=query)
    assert (reply.status, reply.paths) == (400, ["query.serviceId"])
