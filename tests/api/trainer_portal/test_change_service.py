"""PUT /v1/trainer/services/{id}."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import change_service, list_own_services


def test_what_is_named_changes(world: World) -> None:
    trainer = new_trainer(world)
    service = trainer.service(description="Long")
    changed = trainer.call(change_service, id=service, body={"price": 60, "active": False})

    made = changed.data["service"]
    assert (made["price"], made["active"], made["description"]) == (60, False, "Long")
    assert trainer.call(list_own_services).data["services"] == [made]


def test_another_trainer_s_service_is_unknown(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world, "Ugo Other")
    assert trainer.call(change_service, id=other.service(), body={"price": 1}).status == 404


def test_price_and_currency_must_still_match(world: World) -> None:
    trainer = new_trainer(world)
    service = trainer.service(price=10.5)
    reply = trainer.call(change_service, id=service, body={"currency": "JPY"})
    assert (reply.status, reply.paths) == (400, ["body.price"])
