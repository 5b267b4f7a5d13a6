"""PUT /v1/auth/password."""

from datetime import timedelta

import pytest

from accounts import change_password, list_devices, login, me
from stvos.accounts.members import PASSWORD_CHANGES
from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clock import utc_now
from stvos.identity.families import start_family
from tests.api.accounts.sessions import family_id, later, renew, sign_in
from tests.world import PASSWORD, Member, Reply, World

pytestmark = pytest.mark.usefixtures("one_moment")

NEW = "a new and longer one"


def _change(member: Member, current: str = PASSWORD, new: str = NEW, **request: object) -> Reply:
    body = {"currentPassword": current, "newPassword": new}
    return member.call(change_password, body=body, **request)


def _login(world: World, member: Member, password: str) -> Reply:
    return world.call(login, body={"email": member.email, "password": password})


def test_the_new_password_signs_in_and_the_old_one_does_not(world: World) -> None:
    member = world.member()

    reply = _change(member)

    assert reply.status == 200
    assert isinstance(reply.data["message"], str)
    assert _login(world, member, NEW).status == 200
    assert _login(world, member, PASSWORD).code == "INVALID_CREDENTIALS"


def test_every_other_device_is_signed_out_and_this_one_is_not(world: World) -> None:
    phone = world.member()
    others = [sign_in(world, phone) for _ in range(2)]

    _change(phone)

    assert phone.call(me).status == 200
    assert renew(world, phone.refresh_token).status == 200
    for device in others:
        assert device.call(me).code == "INVALID_TOKEN"
        assert renew(world, device.refresh_token).code == "INVALID_TOKEN"


def test_however_many_devices_there_are_all_others_are_signed_out(world: World) -> None:
    member = world.member()
    account = Account.of_item(world.item_of(member))
    accounts = AccountRepository(world.table, world.tenant)
    for _ in range(60):
        family, _token = start_family(account, "x", utc_now())
        accounts.sign_ins(account.id).sign_in(account, family)

    before = world.item_of(member)

    assert _change(member).status == 200

    [left] = member.call(list_devices).data["devices"]
    assert left["id"] == family_id(member.refresh_token)
    assert set(world.item_of(member)) - set(before) == {"kept_family"}


def test_a_wrong_current_password_changes_nothing(world: World) -> None:
    member = world.member()
    tablet = sign_in(world, member)

    reply = _change(member, current="not this one")

    assert (reply.status, reply.code) == (401, "INVALID_CREDENTIALS")
    assert _login(world, member, PASSWORD).status == 200
    assert tablet.call(me).status == 200


def test_one_attempt_is_one_guess_whatever_the_new_password_is(world: World) -> None:
    member = world.member()

    guessed, other = _change(member, "not this one", PASSWORD), _change(member, "not this one")

    assert (guessed.status, guessed.code) == (401, "INVALID_CREDENTIALS")
    assert {**guessed.json, "requestId": ""} == {**other.json, "requestId": ""}


def test_guessing_the_current_password_is_limited(world: World) -> None:
    member = world.member()

    codes = [_change(member, "not this one").json.get("code") for _ in range(11)]

    assert codes == ["INVALID_CREDENTIALS"] * PASSWORD_CHANGES.attempts + ["TOO_MANY_ATTEMPTS"]
    assert _change(member).code == "TOO_MANY_ATTEMPTS"
    with later(timedelta(minutes=15)):
        assert _change(member).status == 200


@pytest.mark.parametrize("new", ["short", "password123", "aaaaaaaa"])
def test_a_weak_password_is_refused(world: World, new: str) -> None:
    member = world.member()

    reply = _change(member, new=new)

    assert (reply.status, reply.code) == (400, "WEAK_PASSWORD")
    assert reply.json["details"].startswith("body.newPassword: ")
    assert _login(world, member, PASSWORD).status == 200


def test_a_repeated_request_is_answered_alike(world: World) -> None:
    member = world.member()
    headers = {"Idempotency-Key": "change"}

    first, second = _change(member, headers=headers), _change(member, headers=headers)

    assert (first.status, second.status) == (200, 200)
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_bad_body_is_refused_by_its_path(world: World) -> None:
    member = world.member()
    good = {"currentPassword": PASSWORD, "newPassword": NEW}

    for field in good:
        for value in (None, 5, "", "x" * 129, "a\x00bcdefgh", ["x"]):
            reply = member.call(change_password, body=good | {field: value})
            assert (reply.status, reply.paths) == (400, [f"body.{field}"]), value
    extra = member.call(change_password, body=good | {"email": "x@example.com"})
    assert extra.paths == ["body.email"]


def test_only_a_member_has_a_password_to_change(world: World) -> None:
    body = {"currentPassword": PASSWORD, "newPassword": NEW}

    assert world.call(change_password, body=body).code == "MISSING_TOKEN"
