"""POST /v1/trainer-auth/login."""

from accounts import trainer_login
from operators import change_trainer
from tests.api.trainers.world import new_trainer
from tests.world import PASSWORD, World


def test_a_trainer_signs_in(world: World) -> None:
    trainer = new_trainer(world)
    body = {"email": trainer.member.email, "password": PASSWORD}
    reply = world.call(trainer_login, body=body)

    assert reply.status == 200
    assert reply.data["user"]["role"] == "trainer"
    assert reply.data["client"]["id"] == world.client.id


def test_a_member_may_not_sign_in_here_and_is_not_signed_in(world: World) -> None:
    member = world.member()
    reply = world.call(trainer_login, body={"email": member.email, "password": PASSWORD})
    assert (reply.status, reply.code) == (403, "FORBIDDEN")


def test_a_wrong_password_does_not_tell_who_is_a_trainer(world: World) -> None:
    emails = [new_trainer(world).member.email, world.member().email, "nobody@example.com"]
    replies = [
        world.call(trainer_login, body={"email": email, "password": "wrong horse"})
        for email in emails
    ]
    assert [r.code for r in replies] == ["INVALID_CREDENTIALS"] * 3


def test_a_resting_trainer_may_not_sign_in(world: World) -> None:
    trainer = new_trainer(world)
    world.operate(change_trainer, trainerId=trainer.trainer_id, body={"active": False})
    body = {"email": trainer.member.email, "password": PASSWORD}
    assert world.call(trainer_login, body=body).status == 403
