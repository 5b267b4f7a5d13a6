"""DELETE /v1/users/me."""

import pytest

from accounts import login, me, refresh, register
from members import delete_me, get_me, start_export, update_me, upload_photo
from progress_logs import get_progress, log_water
from stvos.accounts.members import PASSWORD_CHANGES
from stvos.accounts.repository import AccountRepository
from stvos.dynamodb.keys import UserId
from stvos.members.leaving import Leaving
from tests.api.accounts.sessions import sign_in
from tests.api.members.workers import content, records
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("one_moment")

LEAVE = {"password": PASSWORD}


def test_a_member_who_leaves_gets_a_receipt_that_names_nobody(world: World) -> None:
    member = world.member("ada@example.com")

    reply = member.call(delete_me, body=LEAVE)

    assert reply.status == 200
    assert reply.data["message"]
    receipt = world.table.find(world.keys.receipt(reply.data["receiptId"]))
    assert receipt
    assert set(receipt) == {"pk", "sk", "type", "receipt_id", "erased_at", "writer"}
    assert str(member.id) not in str(receipt)


def test_tokens_are_dead_with_the_answer(world: World) -> None:
    member = world.member("ada@example.com")
    member.call(delete_me, body=LEAVE)

    replies = [
        member.call(get_me),
        member.call(me),
        member.call(update_me, body={"name": "Still here"}),
        member.call(get_progress),
        member.call(log_water, body={"amountMl": 100}),
        member.call(start_export),
        member.call(upload_photo, body={"contentType": "image/png"}),
        member.call(delete_me, body=LEAVE),
        world.call(refresh, body={"refreshToken": member.refresh_token}),
    ]
    assert {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}
    signed_in = world.call(login, body={"email": "ada@example.com", "password": PASSWORD})
    assert signed_in.code == "INVALID_CREDENTIALS"


def test_the_account_is_emptied_at_once_and_its_erasure_and_mail_are_on_their_way(
    world: World,
) -> None:
    member = world.member("ada@example.com", profile={"age": 36})
    receipt_id = member.call(delete_me, body=LEAVE).data["receiptId"]

    left = world.item_of(member)

    assert left["erased_at"]
    assert (left["email"], left["name"], left["password_hash"], left["profile"]) == ("", "", "", {})
    assert "gsi1pk" not in left
    assert list(world.table.all(world.keys.families(UserId(member.id)))) == []
    [told] = records(world, "erase")
    assert content(told) == {"user_id": member.id, "receipt_id": receipt_id}
    assert world.mails()[-1] == {
        "template": "account_deleted",
        "to": "ada@example.com",
        "name": "Mia Member",
    }


def test_the_address_is_free_at_once_and_makes_a_new_account(world: World) -> None:
    member = world.member("ada@example.com", profile={"age": 36})
    member.call(log_water, body={"amountMl": 100})
    member.call(delete_me, body=LEAVE)

    again = world.member("ada@example.com")

    assert again.id != member.id
    assert again.call(get_me).data["user"]["profile"]["age"] is None
    assert sum(p["waterMl"] for p in again.call(get_progress).data["series"]) == 0
    assert AccountRepository(world.table, world.tenant).find_by_email("ada@example.com")
    taken = world.call(register, body={"email": "ada@example.com", "password": PASSWORD})
    assert taken.code == "USER_EXISTS"


def test_a_wrong_password_deletes_nothing(world: World) -> None:
    member = world.member()

    reply = member.call(delete_me, body={"password": "not this one"})

    assert (reply.status, reply.code) == (401, "INVALID_CREDENTIALS")
    assert member.call(get_me).status == 200
    assert records(world, "erase") == []


def test_guessing_the_password_is_limited_for_the_sign_in_that_guesses(world: World) -> None:
    member = world.member("ada@example.com")
    wrong = {"password": "not this one"}

    codes = {member.call(delete_me, body=wrong).code for _ in range(PASSWORD_CHANGES.attempts)}
    right = member.call(delete_me, body=LEAVE)

    assert codes == {"INVALID_CREDENTIALS"}
    assert right.code == "TOO_MANY_ATTEMPTS"
    assert int(right.headers["Retry-After"]) > 0
    assert member.call(get_me).status == 200
    assert sign_in(world, member).call(delete_me, body=LEAVE).status == 200


@pytest.mark.parametrize("body", [{}, {"password": None}, {"password": ""}, None])
def test_without_a_password_the_token_is_proof_enough(world: World, body: object) -> None:
    member = world.member()

    assert member.call(delete_me, body=body).status == 200
    assert member.call(get_me).code == "INVALID_TOKEN"


@pytest.mark.parametrize("password", [5, "x" * 129])
def test_a_password_that_is_sent_must_be_one(world: World, password: object) -> None:
    member = world.member()

    reply = member.call(delete_me, body={"password": password})

    assert (reply.status, reply.paths) == (400, ["body.password"])
    assert member.call(get_me).status == 200


def test_the_same_address_in_another_brand_stays(world: World, other_world: World) -> None:
    member = world.member("ada@example.com")
    stranger = other_world.member("ada@example.com")

    member.call(delete_me, body=LEAVE)

    assert stranger.call(get_me).data["user"]["email"] == "ada@example.com"
    signed_in = other_world.call(login, body={"email": "ada@example.com", "password": PASSWORD})
    assert signed_in.status == 200


def test_a_repeated_request_is_answered_like_the_first(world: World) -> None:
    member = world.member()
    key = {"Idempotency-Key": "leave"}

    first = member.call(delete_me, body=LEAVE, headers=key)
    again = member.call(delete_me, body=LEAVE, headers=key)

    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(records(world, "erase")) == 1


def test_a_repetition_after_a_crash_is_answered_like_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member()
    key = {"Idempotency-Key": "leave"}
    with monkeypatch.context() as patched:
        patched.setattr(Leaving, "_end_sign_ins_and_sessions", lambda self: 1 / 0)
        with pytest.raises(AssertionError):  # A crash: the tests do not let a 500 pass.
            member.call(delete_me, body=LEAVE, headers=key)
    assert world.item_of(member)["erased_at"]

    again = member.call(delete_me, body=LEAVE, headers=key)

    assert again.status == 200
    assert world.table.find(world.keys.receipt(again.data["receiptId"]))
    assert len(records(world, "erase")) == 1
    assert list(world.table.all(world.keys.families(UserId(member.id)))) == []


def test_nobody_leaves_without_being_signed_in(world: World) -> None:
    member = world.member()

    assert world.call(delete_me, body=LEAVE).code == "MISSING_TOKEN"
    assert world.call(delete_me, body=LEAVE, context={}).code == "MISSING_TOKEN"
    assert member.call(get_me).status == 200
