"""POST /v1/auth/verify-email."""

import pytest

from accounts import me, resend_verification, verify_email
from members import delete_me
from stvos.accounts.mail_verification import GUESSES
from tests.world import Member, Reply, World

pytestmark = pytest.mark.usefixtures("one_moment")


def _code(world: World) -> str:
    return str(world.mails()[-1]["code"])


def _verify(member: Member, code: object, **request: object) -> Reply:
    return member.call(verify_email, body={"code": code}, **request)


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_mailed_code_verifies_the_address(world: World) -> None:
    member = world.member()

    reply = _verify(member, _code(world))

    assert reply.status == 200
    assert reply.data["user"]["id"] == member.id
    assert reply.data["user"]["emailVerified"] is True
    assert member.call(me).data["user"]["emailVerified"] is True


def test_a_code_is_read_however_it_is_typed(world: World) -> None:
    member = world.member()
    typed = " ".join(_code(world)).translate({ord("0"): "O", ord("1"): "l", ord("2"): "２"})

    assert _verify(member, typed).status == 200


def test_a_wrong_code_verifies_nothing(world: World) -> None:
    member = world.member()

    reply = _verify(member, _wrong(_code(world)))

    assert (reply.status, reply.code) == (400, "INVALID_CODE")
    assert member.call(me).data["user"]["emailVerified"] is False


def test_guesses_are_limited_and_a_new_account_brings_no_fresh_ones(world: World) -> None:
    eve = world.member("somebody-else@example.com")
    for _ in range(GUESSES.attempts - 1):
        assert _verify(eve, _wrong(_code(world))).code == "INVALID_CODE"
    eve.call(delete_me)

    eve = world.member("somebody-else@example.com")
    codes = [_verify(eve, _wrong(_code(world))).code for _ in range(2)]

    assert codes == ["INVALID_CODE", "TOO_MANY_ATTEMPTS"]


def test_a_code_that_is_mailed_again_is_the_same(world: World) -> None:
    member = world.member()
    code = _code(world)

    member.call(resend_verification, body={})

    assert _code(world) == code
    assert _verify(member, code).status == 200


def test_a_code_works_once(world: World) -> None:
    member = world.member()
    code = _code(world)
    _verify(member, code)

    assert _verify(member, code).code == "INVALID_CODE"


def test_somebody_elses_code_is_worth_nothing(world: World) -> None:
    mia = world.member()
    code = _code(world)
    eve = world.member()
    if code == _code(world):
        code = _wrong(code)

    assert _verify(eve, code).code == "INVALID_CODE"
    assert mia.call(me).data["user"]["emailVerified"] is False


def test_a_repeated_request_is_answered_alike(world: World) -> None:
    member = world.member()
    code = _code(world)
    headers = {"Idempotency-Key": "verify"}

    first, second = (_verify(member, code, headers=headers) for _ in range(2))

    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_bad_body_is_refused_by_its_path(world: World) -> None:
    member = world.member()

    for code in (None, "", 123456, "1" * 41, "12\n34", "12\x0034", ["1"]):
        reply = _verify(member, code)
        assert (reply.status, reply.paths) == (400, ["body.code"]), code
    assert member.call(verify_email, body={}).paths == ["body.code"]
    extra = member.call(verify_email, body={"code": "123456", "email": "x@example.com"})
    assert extra.paths == ["body.email"]


def test_only_a_signed_in_member_has_an_address_to_verify(world: World) -> None:
    body = {"code": "123456"}

    assert world.call(verify_email, body=body).code == "MISSING_TOKEN"
    assert world.call(verify_email, body=body, context={}).code == "MISSING_TOKEN"
