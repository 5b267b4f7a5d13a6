"""PUT /v1/partner-auth/password."""

from partners import (
    staff_change_password,
    staff_login,
    staff_me,
    staff_refresh,
)
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, World, call


def test_a_new_password_keeps_this_device_and_ends_the_others(world: World) -> None:
    owner = new_partner(world)
    other = call(staff_login, body={"email": owner.email, "password": PASSWORD}).data
    body = {"currentPassword": PASSWORD, "newPassword": "an even better one"}

    assert owner.call(staff_change_password, body=body).status == 200

    assert owner.call(staff_me).status == 200
    assert call(staff_refresh, body={"refreshToken": other["refreshToken"]}).status == 401
