"""PUT /v1/trainer/availability."""

from typing import Any

import pytest

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import change_weekly_hours, get_trainer_profile, get_weekly_hours


def hours(start: str, end: str, day: str = "mon") -> dict[str, str]:
    return {"day": day, "start": start, "end": end}


def test_hours_and_zone_change_together(world: World) -> None:
    trainer = new_trainer(world)
    body = {
        "timezone": "Europe/London",
        "weekly": [
            hours("09:00", "12:00"),
            hours("13:30", "24:00"),
            hours("00:00", "02:00", "tue"),
        ],
    }
    assert trainer.call(change_weekly_hours, body=body).data == body
    assert trainer.call(get_weekly_hours).data == body
    profile = trainer.call(get_trainer_profile).data["trainer"]
    assert profile["timezone"] == "Europe/London"


def test_all_hours_are_replaced_and_the_zone_stays_unless_named(world: World) -> None:
    trainer = new_trainer(world, timezone="Europe/Paris")
    trainer.call(change_weekly_hours, body={"weekly": [hours("09:00", "12:00")]})
    changed = trainer.call(change_weekly_hours, body={"weekly": []}).data
    assert changed == {"timezone": "Europe/Paris", "weekly": []}


@pytest.mark.parametrize(
    ("weekly", "path"),
    [
        ([hours("12:00", "09:00")], "body.weekly[0].end"),
        ([hours("09:00", "09:00")], "body.weekly[0].end"),
        ([hours("22:00", "02:00")], "body.weekly[0].end"),
        ([hours("09:00", "12:00"), hours("11:55", "13:00")], "body.weekly[1]"),
        ([hours("09:00", "12:00"), hours("09:00", "12:00")], "body.weekly[1]"),
        ([hours("09:00", "24:05")], "body.weekly[0].end"),
        ([hours("25:00", "26:00")], "body.weekly[0].start"),
        ([hours("9:00", "12:00")], "body.weekly[0].start"),
        ([hours("09:01", "12:00")], "body.weekly[0].start"),
        ([hours("09:00", "12:00", "someday")], "body.weekly[0].day"),
        ([hours("24:00", "24:00")], "body.weekly[0].end"),
        ([hours("٠٩:٠٠", "12:00")], "body.weekly[0].start"),
        ([{"day": "mon", "start": "09:00"}], "body.weekly[0].end"),
        ("always", "body.weekly"),
        ([hours("00:00", "00:05")] * 71, "body.weekly"),
    ],
)
def test_bad_hours_are_named_and_nothing_is_stored(world: World, weekly: Any, path: str) -> None:
    trainer = new_trainer(world)
    trainer.call(change_weekly_hours, body={"weekly": [hours("09:00", "10:00")]})
    reply = trainer.call(change_weekly_hours, body={"weekly": weekly})

    assert reply.status == 400
    assert path in reply.paths
    assert trainer.call(get_weekly_hours).data["weekly"] == [hours("09:00", "10:00")]


def test_hours_that_meet_are_two_stretches(world: World) -> None:
    weekly = [hours("09:00", "12:00"), hours("12:00", "13:00")]
    assert new_trainer(world).call(change_weekly_hours, body={"weekly": weekly}).status == 200
