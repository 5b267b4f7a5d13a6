"""POST /v1/invite/check."""

import pytest

from accounts import check_invite, trainer_register
from operators import change_trainer
from stvos.trainers.invitations import GUESSES
from tests.api.trainers.world import invited
from tests.world import PASSWORD, World, call

pytestmark = pytest.mark.usefixtures("one_moment")


def test_a_code_says_whose_invitation_it_is(world: World) -> None:
    trainer_id, code = invited(world)
    reply = call(check_invite, body={"inviteCode": code})

    assert reply.status == 200
    assert reply.data["valid"] is True
    assert reply.data["trainer"] == {"id": trainer_id, "name": "Tara Trainer"}
    assert reply.data["client"]["id"] == world.client.id


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}"])
def test_a_code_is_read_as_people_type_it(world: World, change: object) -> None:
    _, code = invited(world)
    assert callable(change)
    assert call(check_invite, body={"code": change(code)}).status == 200


def test_a_used_code_an_unknown_one_and_a_resting_trainer_s_are_refused_alike(
    world: World,
) -> None:
    _, used = invited(world)
    body = {"inviteCode": used, "email": "tara@example.com", "password": PASSWORD}
    assert world.call(trainer_register, body=body).status == 201
    resting, code = invited(world)
    world.operate(change_trainer, trainerId=resting, body={"active": False})

    replies = [call(check_invite, body={"code": c}) for c in (used, code, "AAAA-BBBB-CCCC")]
    assert [(r.status, r.code) for r in replies] == [(404, "INVALID_INVITE")] * 3


def test_guesses_from_one_address_end(world: World) -> None:
    replies = [
        call(check_invite, body={"code": f"X{n}"}).status for n in range(GUESSES.attempts + 1)
    ]
    assert replies == [404] * GUESSES.attempts + [429]


def test_without_a_code_the_field_is_named(world: World) -> None:
    reply = call(check_invite, body={})
    assert (reply.status, reply.paths) == (400, ["body.inviteCode"])
