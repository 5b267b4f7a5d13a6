"""GET /v1/trainer-auth/me."""

from accounts import trainer_me
from tests.api.trainers.world import new_trainer
from tests.world import World


def test_a_trainer_sees_account_trainer_and_brand(world: World) -> None:
    trainer = new_trainer(world)
    reply = trainer.call(trainer_me)
    assert reply.status == 200
    assert reply.data["trainer"]["id"] == trainer.trainer_id
    assert reply.data["user"]["id"] == trainer.member.id
    assert reply.data["client"]["id"] == world.client.id


def test_a_member_is_refused(world: World) -> None:
    assert world.member().call(trainer_me).status == 403
