"""GET /v1/trainers/{id}."""

import pytest

from operators import change_trainer
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import in_days, new_trainer
from tests.world import World
from trainer_portal import create_programme
from trainers import get_trainer


def test_a_trainer_shows_what_they_offer(world: World) -> None:
    trainer = new_trainer(world, bio="Ten years of yoga.", specialisations=["Yoga"])
    service = trainer.service()
    trainer.service(name="Retired", active=False)

    shown = world.member().call(get_trainer, id=trainer.trainer_id).data["trainer"]
    assert shown["bio"] == "Ten years of yoga."
    assert shown["specialisations"] == ["Yoga"]
    assert shown["timezone"] == "UTC"
    assert shown["services"] == [
        {
            "id": service,
            "name": "Personal training",
            "duration": 60,
            "price": 50,
            "currency": "GBP",
        }
    ]


def test_a_trainer_shows_their_programmes(world: World) -> None:
    trainer = new_trainer(world)
    trainer.call(create_programme, body=PROGRAMME)

    shown = world.member().call(get_trainer, id=trainer.trainer_id).data["trainer"]

    [programme] = shown["programmes"]
    named = {name: PROGRAMME[name] for name in ("name", "price", "currency")}
    assert programme == named | {"id": programme["id"], "weeks": 2}


def test_a_trainer_without_services_is_shown(world: World) -> None:
    trainer = new_trainer(world)
    shown = world.member().call(get_trainer, id=trainer.trainer_id).data["trainer"]
    assert (shown["services"], shown["programmes"]) == ([], [])


def test_a_resting_one_and_another_brand_s_are_unknown(world: World, other_world: World) -> None:
    resting, foreign = new_trainer(world), new_trainer(other_world)
    world.operate(change_trainer, trainerId=resting.trainer_id, body={"active": False})
    member = world.member()
    for trainer_id in (resting.trainer_id, foreign.trainer_id, 77):
        assert member.call(get_trainer, id=trainer_id).status == 404


@pytest.mark.parametrize("trainer_id", ["abc", "0", "9007199254740992"])
def test_what_is_no_id_is_unknown(world: World, trainer_id: str) -> None:
    assert world.member().call(get_trainer, id=trainer_id).status == 404


def test_group_classes_to_come_are_named_with_their_local_day(world: World) -> None:
    trainer = new_trainer(world, timezone="Pacific/Auckland")
    class_id = created(trainer, at(3, 20))
    shown = world.member().call(get_trainer, id=trainer.trainer_id).data["trainer"]

    date = in_days(4).isoformat()
    assert shown["classes"] == [{"id": class_id, "name": "Morning Flow", "scheduledDate": date}]
