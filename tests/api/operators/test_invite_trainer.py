"""POST /v1/admin/clients/{id}/trainers/{trainerId}/invite."""

from accounts import check_invite
from operators import change_trainer, invite_trainer, list_audit
from tests.api.operators.brands import add_trainer
from tests.world import World


def test_an_invitation_shows_its_code_this_once_and_mails_it(world: World) -> None:
    trainer_id = add_trainer(world)
    reply = world.operate(invite_trainer, trainerId=trainer_id, body={"email": "tara@example.com"})

    assert reply.status == 201
    code = reply.data["inviteCode"]
    assert reply.data["expiresAt"].endswith("Z")
    [mail] = [m for m in world.mails() if m["template"] == "trainer_invitation"]
    assert (mail["to"], mail["code"]) == ("tara@example.com", code)
    entries = world.operate(list_audit).data["items"]
    assert code not in str(entries)
    assert entries[0]["action"] == "trainer.invite"


def test_without_an_address_nothing_is_mailed(world: World) -> None:
    world.operate(invite_trainer, trainerId=add_trainer(world), body={})
    assert world.mails() == []


def test_a_new_invitation_makes_the_one_before_void(world: World) -> None:
    trainer_id = add_trainer(world)
    codes = [
        world.operate(invite_trainer, trainerId=trainer_id, body={}).data["inviteCode"]
        for _ in range(2)
    ]
    answers = [world.call(check_invite, body={"code": code}).status for code in codes]
    assert answers == [404, 200]


def test_a_trainer_who_is_not_active_is_not_invited(world: World) -> None:
    trainer_id = add_trainer(world)
    world.operate(change_trainer, trainerId=trainer_id, body={"active": False})
    assert world.operate(invite_trainer, trainerId=trainer_id, body={}).status == 409


def test_another_brand_s_trainer_is_unknown(world: World, other_world: World) -> None:
    trainer_id = add_trainer(other_world)
    assert world.operate(invite_trainer, trainerId=trainer_id, body={}).status == 404
