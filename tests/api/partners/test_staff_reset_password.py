"""POST /v1/partner-auth/reset-password."""

from datetime import timedelta

from partners import (
    add_staff,
    staff_forgot_password,
    staff_login,
    staff_me,
    staff_reset_password,
)
from tests.api.accounts.sessions import later
from tests.api.partners.world import new_partner, signed_in
from tests.world import World, call

NEW = "an even better one"


def test_a_code_works_once_and_ends_every_sign_in(world: World) -> None:
    owner = new_partner(world)
    invitation = {"email": "new-viewer@example.com", "name": "V", "role": "viewer"}
    owner.call(add_staff, body=invitation)
    code = world.mails()[-1]["code"]
    body = {"email": "new-viewer@example.com", "code": code, "newPassword": NEW}

    assert call(staff_reset_password, body=body).status == 200
    assert call(staff_reset_password, body=body).code == "INVALID_CODE"
    assert call(staff_login, body={"email": body["email"], "password": NEW}).status == 200
    assert owner.call(staff_me).status == 200


def test_a_wrong_code_an_unknown_mail_and_a_weak_password_are_refused(world: World) -> None:
    owner = new_partner(world)
    body = {"email": owner.email, "code": "not it", "newPassword": NEW}

    assert call(staff_reset_password, body=body).code == "INVALID_CODE"
    unknown = body | {"email": "nobody-at-all@example.com"}
    assert call(staff_reset_password, body=unknown).code == "INVALID_CODE"
    weak = body | {"newPassword": "password1"}
    assert call(staff_reset_password, body=weak).code == "WEAK_PASSWORD"


def test_a_second_reset_ends_what_was_signed_in_after_the_first(world: World) -> None:
    """However close they are, or apart their machines' clocks."""
    owner = new_partner(world)
    with later(timedelta()):
        call(staff_forgot_password, body={"email": owner.email})
        between = signed_in(world, owner.email)
    with later(-timedelta(seconds=1)):
        call(staff_forgot_password, body={"email": owner.email})
        after = signed_in(world, owner.email)

    assert between.call(staff_me).code == "INVALID_TOKEN"
    assert after.call(staff_me).status == 200
