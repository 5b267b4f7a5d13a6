"""POST /v1/auth/register with a voucher."""

from accounts import register
from partners import (
    get_voucher_stats,
)
from stvos.keys import UserId
from tests.api.partners.world import codes_of, new_partner, sign_up
from tests.world import PASSWORD, World


def test_joining_spends_the_code_and_makes_the_account_a_member(world: World) -> None:
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]

    joined = sign_up(world, code)

    assert joined.status == 201
    user = UserId(joined.data["user"]["id"])
    account = world.table.get(world.keys.user(user))
    membership = world.table.get(world.keys.membership(user))
    assert account is not None
    assert account["partner_id"] == owner.partner_id
    assert membership is not None
    assert membership["voucher_code"] == code
    assert owner.call(get_voucher_stats).data == {
        "total": 1, "active": 0, "redeemed": 1, "expired": 0, "revoked": 0, "redemptionRate": 1.0,
    }  # fmt: skip
    again = sign_up(world, code, "second@example.com")
    assert (again.status, again.code) == (400, "INVALID_VOUCHER")


def test_a_taken_mail_spends_no_code(world: World) -> None:
    owner = new_partner(world)
    world.member("eva@example.com")

    refused = sign_up(world, codes_of(owner)[0]["code"])

    assert refused.code == "USER_EXISTS"
    assert owner.call(get_voucher_stats).data["active"] == 1


def test_a_brand_that_needs_a_voucher_refuses_to_be_joined_without(cloud: None) -> None:
    world = World.with_client(requires_voucher=True)
    code = codes_of(new_partner(world))[0]["code"]

    without = world.call(register, body={"email": "eva@example.com", "password": PASSWORD})

    assert without.code == "VOUCHER_REQUIRED"
    assert sign_up(world, code).status == 201
