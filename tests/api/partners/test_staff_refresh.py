"""POST /v1/partner-auth/refresh."""

from partners import (
    staff_me,
    staff_refresh,
)
from tests.api.partners.world import new_partner
from tests.world import World, call


def test_a_refresh_gives_the_same_successor_for_a_minute(world: World) -> None:
    owner = new_partner(world)
    body = {"refreshToken": owner.refresh_token}

    first, again = call(staff_refresh, body=body), call(staff_refresh, body=body)

    assert first.data["refreshToken"] == again.data["refreshToken"] != owner.refresh_token


def test_an_old_refresh_token_ends_the_sign_in(world: World) -> None:
    owner = new_partner(world)
    second = call(staff_refresh, body={"refreshToken": owner.refresh_token}).data["refreshToken"]
    call(staff_refresh, body={"refreshToken": second})

    reused = call(staff_refresh, body={"refreshToken": owner.refresh_token})

    assert reused.code == "TOKEN_REUSED"
    assert owner.call(staff_me).code == "INVALID_TOKEN"
