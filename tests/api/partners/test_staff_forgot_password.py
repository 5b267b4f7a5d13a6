"""POST /v1/partner-auth/forgot-password."""

from partners import staff_forgot_password, staff_me, staff_reset_password
from tests.api.partners.world import new_partner
from tests.world import World, call


def test_a_mailed_code_sets_a_new_password_and_ends_older_sign_ins(world: World) -> None:
    owner = new_partner(world)

    asked = call(staff_forgot_password, body={"email": owner.email})

    mail = world.mails()[-1]
    assert (asked.status, mail["template"], mail["to"]) == (202, "staff_reset_code", owner.email)
    body = {"email": owner.email, "code": mail["code"], "newPassword": "an even better one"}
    assert call(staff_reset_password, body=body).status == 200
    assert owner.call(staff_me).code == "INVALID_TOKEN"


def test_an_unknown_mail_gets_the_same_answer(world: World) -> None:
    owner = new_partner(world)

    known = call(staff_forgot_password, body={"email": owner.email})
    unknown = call(staff_forgot_password, body={"email": "who-is-this@example.com"})

    assert (known.status, known.data) == (unknown.status, unknown.data)
