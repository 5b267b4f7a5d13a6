"""Staff sign in by the members' rules: any number of sign-ins ends, and clocks may differ."""

from datetime import timedelta

from partners import staff_change_password, staff_login, staff_logout, staff_me, staff_refresh
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import Keys
from stvos.identity.lifetimes import ACCESS_LIFETIME
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, Reply, World, call

NEW = "an even better one"


def _login(email: str, password: str = PASSWORD) -> Reply:
    return call(staff_login, body={"email": email, "password": password})


def test_a_new_password_ends_every_other_sign_in_at_any_number(world: World) -> None:
    owner = new_partner(world)
    others = [_login(owner.email).data for _ in range(58)]
    before = world.table.find(Keys(world.tenant).staff(owner.id), consistent=True) or {}
    body = {"currentPassword": PASSWORD, "newPassword": NEW}

    changed = owner.call(staff_change_password, body=body)

    assert changed.status == 200
    assert owner.call(staff_me).status == 200
    codes = set()
    for other in others:
        headers = {"Authorization": f"Bearer {other['accessToken']}"}
        codes.add(call(staff_me, headers=headers).code)
        codes.add(call(staff_refresh, body={"refreshToken": other["refreshToken"]}).code)
    assert codes == {"INVALID_TOKEN"}
    after = world.table.find(Keys(world.tenant).staff(owner.id), consistent=True) or {}
    assert set(after) - set(before) == {"kept_family"}


def test_a_token_issued_by_a_clock_a_minute_ahead_dies_with_its_sign_in(world: World) -> None:
    owner = new_partner(world)
    with standing(utc_now() + timedelta(seconds=50)):
        signed_in = _login(owner.email).data
    headers = {"Authorization": f"Bearer {signed_in['accessToken']}"}
    assert call(staff_logout, headers=headers, body={}).status == 200

    families = world.table.all(Keys(world.tenant).staff_families(owner.id), consistent=True)
    [ended] = [family for family in families if "ended_at" in family]
    kept_for = ended["expires"] - int(utc_now().timestamp())

    assert kept_for >= ACCESS_LIFETIME.total_seconds() + 50
