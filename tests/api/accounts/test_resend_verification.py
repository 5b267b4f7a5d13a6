"""POST /v1/auth/verify-email/resend."""

from datetime import timedelta

import pytest

from accounts import resend_verification, verify_email
from stvos.accounts.mail_verification import MAILS_TO
from tests.api.accounts.sessions import later
from tests.world import World

pytestmark = pytest.mark.usefixtures("one_moment")


def test_a_new_code_is_mailed_and_the_old_one_is_void(world: World) -> None:
    member = world.member()

    reply = member.call(resend_verification, body={})

    assert reply.status == 200
    old, new = (mail["code"] for mail in world.mails())
    if old != new:
        assert member.call(verify_email, body={"code": old}).code == "INVALID_CODE"
    assert member.call(verify_email, body={"code": new}).status == 200


def test_a_verified_address_gets_no_mail_and_the_same_answer(world: World) -> None:
    member = world.member()
    before = member.call(resend_verification, body={}).data
    member.call(verify_email, body={"code": world.mails()[-1]["code"]})

    after = member.call(resend_verification, body={})

    assert after.data == before
    assert len(world.mails()) == 2


def test_mails_are_limited(world: World) -> None:
    member = world.member()

    replies = [member.call(resend_verification, body={}) for _ in range(MAILS_TO.attempts)]

    # The mail of the sign-up counts.
    assert [reply.status for reply in replies] == [200] * (MAILS_TO.attempts - 1) + [429]
    assert replies[-1].code == "TOO_MANY_ATTEMPTS"
    assert int(replies[-1].headers["Retry-After"]) <= 86_400
    assert len(world.mails()) == MAILS_TO.attempts
    with later(timedelta(days=1)):
        # The access token has not expired on the real clock.
        assert member.call(resend_verification, body={}).status == 200


def test_a_refusal_for_haste_is_not_kept_under_an_idempotency_key(world: World) -> None:
    member = world.member()
    for _ in range(MAILS_TO.attempts):
        member.call(resend_verification, body={})
    headers = {"Idempotency-Key": "again"}

    assert member.call(resend_verification, body={}, headers=headers).status == 429
    assert member.call(resend_verification, body={}, headers=headers).status == 429
    with later(timedelta(days=1)):
        reply = member.call(resend_verification, body={}, headers=headers)
    assert reply.status == 200
    assert "Idempotency-Replayed" not in reply.headers
    assert len(world.mails()) == 1 + MAILS_TO.attempts


def test_nothing_needs_to_be_sent(world: World) -> None:
    member = world.member()

    assert member.call(resend_verification).status == 200
    assert member.call(resend_verification, body={"email": "x@example.com"}).paths == ["body.email"]
    assert world.call(resend_verification, body={}).code == "MISSING_TOKEN"
