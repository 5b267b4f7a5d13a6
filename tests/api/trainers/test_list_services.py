"""GET /v1/trainers/{id}/services."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import change_service, remove_service
from trainers import list_services


def test_active_services_are_listed_oldest_first(world: World) -> None:
    trainer = new_trainer(world)
    first, second = trainer.service(name="A"), trainer.service(name="B", description="Long")
    hidden, removed = trainer.service(name="C"), trainer.service(name="D")
    trainer.call(change_service, id=hidden, body={"active": False})
    trainer.call(remove_service, id=removed)

    services = world.member().call(list_services, id=trainer.trainer_id).data["services"]
    assert [service["id"] for service in services] == [first, second]
    assert services[1]["description"] == "Long"


def test_an_unknown_trainer_has_none(world: World) -> None:
    assert world.member().call(list_services, id=5).status == 404
