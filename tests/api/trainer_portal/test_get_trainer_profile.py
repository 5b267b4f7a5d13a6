"""GET /v1/trainer/profile."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import get_trainer_profile


def test_a_new_trainer_has_usual_rules(world: World) -> None:
    trainer = new_trainer(world, bio="Yoga", timezone="Europe/London")
    shown = trainer.call(get_trainer_profile).data["trainer"]

    assert (shown["id"], shown["bio"]) == (trainer.trainer_id, "Yoga")
    assert shown["timezone"] == "Europe/London"
    assert shown["bookingRules"] == {
        "bufferBefore": 0,
        "bufferAfter": 0,
        "minNoticeHours": 2,
        "horizonDays": 60,
        "increment": 30,
        "maxPerDay": None,
        "autoConfirm": True,
        "cancellationHours": 24,
    }


def test_a_member_is_refused(world: World) -> None:
    assert world.member().call(get_trainer_profile).status == 403
