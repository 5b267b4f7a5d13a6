"""POST /v1/auth/reset-password."""

from datetime import timedelta

import pytest

from accounts import forgot_password, login, me, reset_password
from stvos.accounts.password_reset import RESETS
from stvos.clients.models import KeyKind
from stvos.identity.mail_codes import mail_hash
from tests.api.accounts.sessions import later, renew, sign_in
from tests.world import PASSWORD, Member, Reply, World

pytestmark = pytest.mark.usefixtures("one_moment")

NEW = "a new and longer one"
EMAIL = "ada@example.com"


def _ask(world: World, **request: object) -> str:
    """The code of the mail that was asked for."""
    assert world.call(forgot_password, body={"email": EMAIL}, **request).status == 202
    return str([m["code"] for m in world.mails() if m["template"] == "reset_code"][-1])


def _reset(world: World, code: str, *, email: str = EMAIL, **request: object) -> Reply:
    body = {"email": email, "code": code, "newPassword": NEW}
    return world.call(reset_password, body=body, **request)


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _login(world: World, password: str) -> Reply:
    return world.call(login, body={"email": EMAIL, "password": password})


def _is_dead(world: World, device: Member) -> bool:
    return (
        device.call(me).code == "INVALID_TOKEN"
        and renew(world, device.refresh_token).code == "INVALID_TOKEN"
    )


def test_a_code_sets_a_new_password(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)

    reply = _reset(world, code)

    assert reply.status == 200
    assert isinstance(reply.data["message"], str)
    assert _login(world, NEW).status == 200
    assert _login(world, PASSWORD).code == "INVALID_CREDENTIALS"


def test_every_device_is_signed_out_at_once(world: World) -> None:
    phone = world.member(EMAIL)
    tablet = sign_in(world, phone)

    # All within one second, as fast as this machine goes.
    _reset(world, _ask(world))

    assert _is_dead(world, phone)
    assert _is_dead(world, tablet)


def test_a_sign_in_right_after_is_good_though_in_the_same_second(world: World) -> None:
    member = world.member(EMAIL)
    _reset(world, _ask(world))

    again = sign_in(world, member, NEW)

    assert again.call(me).status == 200
    assert renew(world, again.refresh_token).status == 200


def test_a_device_signed_in_since_a_repeated_request_began_is_signed_out(world: World) -> None:
    """The clock of a repeated attempt stands still; what ends must end now."""
    member = world.member(EMAIL)
    code = _ask(world)
    with later(timedelta(minutes=-5)):
        assert _reset(world, code, headers={"Idempotency-Key": "r"}).status == 200

    assert _is_dead(world, member)


def test_the_code_proves_the_address(world: World) -> None:
    member = world.member(EMAIL)
    assert member.call(me).data["user"]["emailVerified"] is False
    _reset(world, _ask(world))

    assert sign_in(world, member, NEW).call(me).data["user"]["emailVerified"] is True


def test_a_code_works_once(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    _reset(world, code)

    again = _reset(world, code)

    assert (again.status, again.code) == (400, "INVALID_CODE")


def test_a_wrong_code_and_an_unknown_address_are_refused_alike(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)

    wrong = _reset(world, _wrong(code))
    unknown = _reset(world, code, email="eve@example.com")

    assert wrong.status == unknown.status == 400
    assert {**wrong.json, "requestId": ""} == {**unknown.json, "requestId": ""}
    assert _login(world, PASSWORD).status == 200


def test_guessing_ends_for_the_guesser_and_voids_no_code(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    stranger = {"address": "198.51.100.9"}
    assert RESETS.by_pair

    codes = [
        _reset(world, _wrong(code), **stranger).code for _ in range(RESETS.by_pair.attempts + 1)
    ]

    assert codes == ["INVALID_CODE"] * RESETS.by_pair.attempts + ["TOO_MANY_ATTEMPTS"]
    assert _reset(world, code, **stranger).code == "TOO_MANY_ATTEMPTS"
    assert _reset(world, code).status == 200


def test_guesses_from_many_addresses_end_except_for_a_device_that_is_known(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    assert RESETS.by_subject

    codes = [
        _reset(world, _wrong(code), address=f"198.51.100.{n}").code
        for n in range(RESETS.by_subject.attempts + 1)
    ]

    assert codes == ["INVALID_CODE"] * RESETS.by_subject.attempts + ["TOO_MANY_ATTEMPTS"]
    world.call(login, body={"email": EMAIL, "password": PASSWORD})
    assert _reset(world, code).status == 200, "the address that the member signed in from"


def test_a_code_runs_out_after_half_an_hour(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    key = world.keys.mail_code(mail_hash(EMAIL), "reset")
    world.table._dynamodb.update_item(
        TableName=world.table.name,
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="SET expires = expires - :half_hour",
        ExpressionAttributeValues={":half_hour": {"N": "1801"}},
    )

    assert _reset(world, code).code == "INVALID_CODE"


def test_a_verification_code_resets_nothing(world: World) -> None:
    world.member(EMAIL)
    [mail] = world.mails()

    assert _reset(world, mail["code"]).code == "INVALID_CODE"


def test_another_brands_code_is_worth_nothing(world: World, other_world: World) -> None:
    for brand in (world, other_world):
        brand.member(EMAIL)
    code = _ask(world)
    theirs = _ask(other_world)
    if code == theirs:
        code = _ask(world)

    assert _reset(other_world, code).code == "INVALID_CODE"


def test_a_weak_password_is_refused_and_the_code_is_kept(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    body = {"email": EMAIL, "code": code, "newPassword": "password1"}

    weak = world.call(reset_password, body=body)

    assert (weak.status, weak.code) == (400, "WEAK_PASSWORD")
    assert weak.json["details"].startswith("body.newPassword: ")
    assert _reset(world, code).status == 200


def test_with_the_universal_key_the_code_tells_the_brand(world: World, other_world: World) -> None:
    email = "reset-in-one@example.com"
    for brand in (world, other_world):
        brand.member(email)
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
    world.call(forgot_password, body={"email": email}, headers=universal)
    code = other_world.mails()[-1]["code"]

    assert _reset(world, code, email=email, headers=universal).status == 200

    body = {"email": email, "password": NEW}
    assert other_world.call(login, body=body).status == 200
    assert world.call(login, body=body).code == "INVALID_CREDENTIALS"


def test_a_repeated_request_is_answered_alike(world: World) -> None:
    world.member(EMAIL)
    code = _ask(world)
    headers = {"Idempotency-Key": "reset"}

    first = _reset(world, code, headers=headers)
    second = _reset(world, code, headers=headers)

    assert (first.status, second.status) == (200, 200)
    assert second.headers["Idempotency-Replayed"] == "true"


def test_the_code_may_come_with_blanks_around_it(world: World) -> None:
    world.member(EMAIL)

    assert _reset(world, f" {_ask(world)} ").status == 200


@pytest.mark.parametrize("field", ["email", "code", "newPassword"])
def test_each_field_is_needed(world: World, field: str) -> None:
    body = {"email": EMAIL, "code": "123456", "newPassword": NEW}
    del body[field]

    reply = world.call(reset_password, body=body)

    assert (reply.status, reply.paths) == (400, [f"body.{field}"])


def test_unknown_fields_are_refused(world: World) -> None:
    body = {"email": EMAIL, "code": "123456", "newPassword": NEW, "userId": 1}

    assert world.call(reset_password, body=body).paths == ["body.userId"]
