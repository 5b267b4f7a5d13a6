"""POST /v1/partner-auth/reset-password."""

from partners import add_staff, staff_login, staff_me, staff_reset_password
from tests.api.partners.world import new_partner
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
