"""DELETE /v1/partner/vouchers/{id}."""

from partners import (
    get_voucher_stats,
    revoke_voucher,
)
from tests.api.partners.world import codes_of, new_partner, sign_up
from tests.world import World


def test_a_redeemed_code_cannot_be_revoked(world: World) -> None:
    owner = new_partner(world)
    spent, unspent = codes_of(owner, 2)
    sign_up(world, spent["code"])

    refused = owner.call(revoke_voucher, id=spent["id"])
    revoked = owner.call(revoke_voucher, id=unspent["id"])

    assert (refused.status, refused.code) == (409, "VOUCHER_REDEEMED")
    assert revoked.data["voucher"]["status"] == "revoked"
    assert owner.call(revoke_voucher, id=unspent["id"]).status == 200
    assert owner.call(get_voucher_stats).data["revoked"] == 1
