"""POST /v1/trainer/services."""

from typing import Any

import pytest

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import add_service, list_own_services

SERVICE = {"name": "Assessment", "duration": 45, "price": 49.5, "currency": "GBP"}


def test_a_service_is_offered(world: World) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(add_service, body=SERVICE)
    assert reply.status == 201
    made = reply.data["service"]
    assert made == SERVICE | {"id": made["id"], "description": "", "active": True}
    assert trainer.call(list_own_services).data["services"] == [made]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration", 0),
        ("duration", 7),
        ("duration", 245),
        ("price", -1),
        ("price", 0.001),
        ("currency", "EURO"),
        ("currency", "XXX"),
        ("name", ""),
        ("name", "x" * 121),
        ("active", "no"),
    ],
)
def test_bad_services_are_named_and_nothing_is_stored(world: World, field: str, value: Any) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(add_service, body=SERVICE | {field: value})
    assert (reply.status, reply.paths) == (400, [f"body.{field}"])
    assert trainer.call(list_own_services).data["services"] == []


def test_there_is_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stvos.trainers.own_schedule.MAX_SERVICES", 1)
    trainer = new_trainer(world)
    statuses = [trainer.call(add_service, body=SERVICE).status for _ in range(2)]
    assert statuses == [201, 409]
