"""POST /v1/partner/vouchers."""

from datetime import timedelta

from partners import create_vouchers, get_voucher_stats
from stvos.clock import utc_now
from tests.api.partners.world import new_partner
from tests.world import World


def test_five_hundred_codes_are_made_at_once_and_all_differ(world: World) -> None:
    owner = new_partner(world)
    expires = (utc_now() + timedelta(days=30)).isoformat()

    made = owner.call(
        create_vouchers, body={"quantity": 500, "prefix": "ACME", "expiresAt": expires}
    )

    assert made.status == 201
    codes = {voucher["code"] for voucher in made.data["vouchers"]}
    assert len(codes) == 500
    assert all(code.startswith("ACME-") for code in codes)
    assert not set("".join(code.removeprefix("ACME-") for code in codes)) & set("ILOU01")
    stats = owner.call(get_voucher_stats).data
    assert (stats["total"], stats["active"]) == (500, 500)


def test_viewers_cannot_make_codes(world: World) -> None:
    owner = new_partner(world)

    assert owner.colleague("viewer").call(create_vouchers, body={"quantity": 1}).status == 403
    assert owner.colleague("manager").call(create_vouchers, body={"quantity": 1}).status == 201


def test_the_same_request_twice_makes_the_codes_once(world: World) -> None:
    owner = new_partner(world)
    key = {"Idempotency-Key": "once"}

    first = owner.call(create_vouchers, body={"quantity": 3}, headers=key)
    again = owner.call(create_vouchers, body={"quantity": 3}, headers=key)

    assert first.data == again.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert owner.call(get_voucher_stats).data["total"] == 3
