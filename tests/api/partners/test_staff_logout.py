"""POST /v1/partner-auth/logout."""

from partners import (
    staff_logout,
    staff_me,
    staff_refresh,
)
from tests.api.partners.world import new_partner
from tests.world import World, call


def test_signing_out_kills_the_access_token(world: World) -> None:
    owner = new_partner(world)

    owner.call(staff_logout)

    assert owner.call(staff_me).code == "INVALID_TOKEN"
    assert call(staff_refresh, body={"refreshToken": owner.refresh_token}).status == 401
