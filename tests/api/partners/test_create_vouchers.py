"""POST /v1/partner/vouchers."""

from datetime import datetime, timedelta

from partners import create_vouchers, get_voucher_stats
from stvos.clock import utc_now
from tests import aws_calls
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


def test_five_hundred_codes_take_at_most_25_write_calls(world: World) -> None:
    owner = new_partner(world)

    with aws_calls.recorded() as called:
        made = owner.call(create_vouchers, body={"quantity": 500, "prefix": "ACME"})

    assert made.status == 201
    assert sum(operation in aws_calls.WRITES for operation in called) <= 25


def test_an_expiry_is_kept_to_the_second_and_may_not_be_over_within_it(world: World) -> None:
    owner = new_partner(world)
    next_second = (utc_now() + timedelta(minutes=1)).replace(microsecond=700_000)
    this_second = utc_now().replace(microsecond=999_000)

    made = owner.call(create_vouchers, body={"quantity": 1, "expiresAt": next_second.isoformat()})
    refused = owner.call(
        create_vouchers, body={"quantity": 1, "expiresAt": this_second.isoformat()}
    )

    [voucher] = made.data["vouchers"]
    assert datetime.fromisoformat(voucher["expiresAt"]) == next_second.replace(microsecond=0)
    assert (refused.status, refused.paths) == (400, ["body.expiresAt"])


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
