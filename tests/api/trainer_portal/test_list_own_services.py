"""GET /v1/trainer/services."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import list_own_services


def test_inactive_ones_are_shown_to_the_trainer(world: World) -> None:
    trainer = new_trainer(world)
    trainer.service(name="A")
    trainer.service(name="B", active=False)
    services = trainer.call(list_own_services).data["services"]
    assert [(s["name"], s["active"]) for s in services] == [("A", True), ("B", False)]
