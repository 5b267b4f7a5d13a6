"""GET /v1/trainer/availability."""

from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import get_weekly_hours


def test_a_new_trainer_works_no_hours_yet(world: World) -> None:
    trainer = new_trainer(world, timezone="Australia/Lord_Howe")
    shown = trainer.call(get_weekly_hours).data
    assert shown == {"timezone": "Australia/Lord_Howe", "weekly": []}


def test_a_member_is_refused(world: World) -> None:
    assert world.member().call(get_weekly_hours).status == 403
