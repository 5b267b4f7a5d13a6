"""POST /v1/trainer-auth/refresh."""

from accounts import trainer_refresh
from tests.api.trainers.world import new_trainer
from tests.world import World


def test_a_trainer_s_tokens_are_renewed(world: World) -> None:
    trainer = new_trainer(world)
    body = {"refreshToken": trainer.member.refresh_token}
    reply = world.call(trainer_refresh, body=body)
    assert reply.status == 200
    assert set(reply.data) == {"accessToken", "refreshToken", "expiresIn"}


def test_a_member_s_token_is_refused_and_stays_good(world: World) -> None:
    from accounts import refresh

    body = {"refreshToken": world.member().refresh_token}
    assert world.call(trainer_refresh, body=body).status == 403
    assert world.call(refresh, body=body).status == 200
