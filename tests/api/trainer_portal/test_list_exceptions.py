"""GET /v1/trainer/availability/exceptions."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import list_exceptions


def test_a_new_trainer_has_none(world: World) -> None:
    assert new_trainer(world).call(list_exceptions).data == {"exceptions": []}
