"""GET /v1/partner/vouchers."""

from partners import (
    get_voucher_stats,
    list_vouchers,
    revoke_voucher,
)
from tests.api.partners.world import codes_of, new_partner
from tests.world import World


def test_the_list_finds_by_state_and_by_the_beginning_of_a_code(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 30, prefix="SUMMER")
    winter = codes_of(owner, 5, prefix="WINTER")
    owner.call(revoke_voucher, id=winter[0]["id"])

    everything = owner.call(list_vouchers, query={"limit": "20", "page": "2"}).data
    found = owner.call(list_vouchers, query={"search": "winter-"}).data
    revoked = owner.call(list_vouchers, query={"status": "revoked"}).data
    both = owner.call(list_vouchers, query={"search": "WINTER", "status": "active"}).data

    assert len(everything["vouchers"]) == 15
    assert everything["pagination"]["total"] == 35
    assert found["pagination"]["total"] == 5
    assert [voucher["id"] for voucher in revoked["vouchers"]] == [winter[0]["id"]]
    assert both["pagination"]["total"] == 4


def test_another_partner_sees_none_of_it(world: World) -> None:
    owner, stranger = new_partner(world), new_partner(world)
    voucher = codes_of(owner)[0]

    assert stranger.call(revoke_voucher, id=voucher["id"]).code == "NOT_FOUND"
    assert stranger.call(list_vouchers).data["vouchers"] == []
    assert stranger.call(get_voucher_stats).data["total"] == 0
