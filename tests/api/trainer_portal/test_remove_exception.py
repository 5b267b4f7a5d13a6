"""DELETE /v1/trainer/availability/exceptions/{id}."""

from tests.api.trainers.world import in_days, new_trainer
from tests.world import World
from trainer_portal import add_exception, list_exceptions, remove_exception


def test_the_usual_hours_hold_again(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world, "Ugo Other")
    body = {"from": f"{in_days(1)}", "to": f"{in_days(1)}", "kind": "off"}
    made = trainer.call(add_exception, body=body).data["exception"]["id"]

    assert other.call(remove_exception, id=made).status == 404
    assert trainer.call(remove_exception, id=made).data == {"deleted": True}
    assert trainer.call(list_exceptions).data["exceptions"] == []
    assert trainer.call(remove_exception, id=made).status == 404
