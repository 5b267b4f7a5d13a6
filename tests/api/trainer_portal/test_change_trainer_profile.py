"""PUT /v1/trainer/profile."""

from typing import Any

import pytest

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import change_trainer_profile, get_trainer_profile
from trainers import get_trainer


def test_what_is_named_changes_and_the_rest_stays(world: World) -> None:
    trainer = new_trainer(world, bio="Yoga", specialisations=["Yoga"])
    body = {"bio": "Strength", "bookingRules": {"bufferAfter": 15, "maxPerDay": 6}}
    changed = trainer.call(change_trainer_profile, body=body).data["trainer"]

    assert (changed["bio"], changed["specialisations"]) == ("Strength", ["Yoga"])
    assert changed["bookingRules"]["bufferAfter"] == 15
    assert changed["bookingRules"]["increment"] == 30
    assert trainer.call(get_trainer_profile).data["trainer"] == changed
    shown = world.member().call(get_trainer, id=trainer.trainer_id).data["trainer"]
    assert shown["bio"] == "Strength"


def test_null_clears_the_image_and_the_daily_number(world: World) -> None:
    trainer = new_trainer(world, image="https://img.example/t.jpg")
    trainer.call(change_trainer_profile, body={"bookingRules": {"maxPerDay": 6}})
    body = {"image": None, "bookingRules": {"maxPerDay": None}}
    changed = trainer.call(change_trainer_profile, body=body).data["trainer"]
    assert changed["image"] is None
    assert changed["bookingRules"]["maxPerDay"] is None


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"bufferBefore": -5}, "bufferBefore"),
        ({"bufferAfter": 121}, "bufferAfter"),
        ({"bufferAfter": 7}, "bufferAfter"),
        ({"increment": 0}, "increment"),
        ({"increment": 7}, "increment"),
        ({"minNoticeHours": 721}, "minNoticeHours"),
        ({"horizonDays": 0}, "horizonDays"),
        ({"horizonDays": 366}, "horizonDays"),
        ({"maxPerDay": 0}, "maxPerDay"),
        ({"cancellationHours": -1}, "cancellationHours"),
        ({"autoConfirm": "yes"}, "autoConfirm"),
    ],
)
def test_rules_are_bounded(world: World, rules: dict[str, Any], field: str) -> None:
    trainer = new_trainer(world)
    before = trainer.call(get_trainer_profile).data
    reply = trainer.call(change_trainer_profile, body={"bookingRules": rules})

    assert (reply.status, reply.paths) == (400, [f"body.bookingRules.{field}"])
    assert trainer.call(get_trainer_profile).data == before


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "localtime", "UTC+1"])
def test_a_zone_that_does_not_exist_is_refused(world: World, zone: str) -> None:
    reply = new_trainer(world).call(change_trainer_profile, body={"timezone": zone})
    assert (reply.status, reply.paths) == (400, ["body.timezone"])
