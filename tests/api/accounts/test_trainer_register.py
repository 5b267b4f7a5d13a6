"""POST /v1/trainer-auth/register, and what becomes of the role afterwards."""

from accounts import register, trainer_me, trainer_register
from members import delete_me
from operators import change_trainer, delete_trainer, invite_trainer
from tests.api.trainers.world import invited, new_trainer
from tests.world import PASSWORD, World
from trainer_portal import get_trainer_profile


def body(code: str, email: str = "tara@example.com") -> dict[str, str]:
    return {"inviteCode": code, "email": email, "password": PASSWORD}


def test_an_invited_person_becomes_the_trainer(world: World) -> None:
    trainer_id, code = invited(world)
    reply = world.call(trainer_register, body=body(code))

    assert reply.status == 201
    assert reply.data["user"]["role"] == "trainer"
    assert reply.data["user"]["name"] == "Tara Trainer"
    headers = world.headers | {"Authorization": f"Bearer {reply.data['accessToken']}"}
    me = world.call(trainer_me, headers=headers)
    assert me.data["trainer"]["id"] == trainer_id
    assert me.data["client"]["id"] == world.client.id
    assert me.data["user"]["email"] == "tara@example.com"


def test_an_invitation_is_good_once(world: World) -> None:
    _, code = invited(world)
    assert world.call(trainer_register, body=body(code)).status == 201
    again = world.call(trainer_register, body=body(code, "ugo@example.com"))
    assert (again.status, again.code) == (404, "INVALID_INVITE")


def test_an_address_that_has_an_account_leaves_the_invitation_unused(world: World) -> None:
    _, code = invited(world)
    world.call(register, body={"email": "tara@example.com", "password": PASSWORD})
    taken = world.call(trainer_register, body=body(code))
    assert (taken.status, taken.code) == (409, "USER_EXISTS")
    assert world.call(trainer_register, body=body(code, "ugo@example.com")).status == 201


def test_another_brand_s_key_does_not_accept_it(world: World, other_world: World) -> None:
    _, code = invited(world)
    reply = other_world.call(trainer_register, body=body(code))
    assert (reply.status, reply.code) == (404, "INVALID_INVITE")


def test_taking_the_role_away_works_on_the_next_request_and_giving_it_back_too(
    world: World,
) -> None:
    trainer = new_trainer(world)
    statuses = [trainer.call(get_trainer_profile).status]
    for active in (False, True):
        world.operate(change_trainer, trainerId=trainer.trainer_id, body={"active": active})
        statuses.append(trainer.call(get_trainer_profile).status)
    assert statuses == [200, 403, 200]


def test_a_new_invitation_hands_the_trainer_over(world: World) -> None:
    before = new_trainer(world)
    invite = world.operate(invite_trainer, trainerId=before.trainer_id, body={})
    assert before.call(get_trainer_profile).status == 200

    code = invite.data["inviteCode"]
    assert world.call(trainer_register, body=body(code)).status == 201
    assert before.call(get_trainer_profile).status == 403


def test_a_removed_trainer_s_account_is_a_member_s(world: World) -> None:
    trainer = new_trainer(world)
    assert world.operate(delete_trainer, trainerId=trainer.trainer_id).status == 200
    assert trainer.call(get_trainer_profile).status == 403
    assert world.item_of(trainer.member)["role"] == "user"


def test_a_trainer_whose_account_is_deleted_can_be_invited_again(world: World) -> None:
    trainer = new_trainer(world)
    assert trainer.call(delete_me, body={}).status == 200
    invite = world.operate(invite_trainer, trainerId=trainer.trainer_id, body={})
    reply = world.call(trainer_register, body=body(invite.data["inviteCode"]))
    assert reply.status == 201


def test_a_weak_password_is_refused_before_the_code_is_looked_at(world: World) -> None:
    _, code = invited(world)
    weak = body(code) | {"password": "password1"}
    assert world.call(trainer_register, body=weak).code == "WEAK_PASSWORD"
    assert world.call(trainer_register, body=body(code)).status == 201
