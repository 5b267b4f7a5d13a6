"""POST /v1/partner-auth/login."""

from accounts import me
from partners import (
    staff_login,
    staff_me,
)
from tests.api.partners.world import new_partner
from tests.world import World, call


def test_a_wrong_password_is_refused_and_limited(world: World) -> None:
    owner = new_partner(world)
    body = {"email": owner.email, "password": "not this one"}

    codes = [call(staff_login, body=body).code for _ in range(11)]

    assert set(codes[:9]) == {"INVALID_CREDENTIALS"}
    assert codes[-1] == "TOO_MANY_ATTEMPTS"


def test_partner_tokens_and_member_tokens_open_nothing_of_the_other(world: World) -> None:
    owner, member = new_partner(world), world.member()

    as_member = world.call(me, headers=owner.headers)
    as_staff = member.call(staff_me)

    assert (as_member.status, as_member.code) == (401, "INVALID_TOKEN")
    assert (as_staff.status, as_staff.code) == (401, "INVALID_TOKEN")
