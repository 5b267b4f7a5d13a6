"""DELETE /v1/trainer/services/{id}."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import list_own_services, remove_service


def test_a_service_is_gone(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world, "Ugo Other")
    service = trainer.service()
    assert other.call(remove_service, id=service).status == 404
    assert trainer.call(remove_service, id=service).status == 200
    assert trainer.call(list_own_services).data["services"] == []
    assert trainer.call(remove_service, id=service).status == 404
