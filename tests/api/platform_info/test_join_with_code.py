"""GET /v1/app/join/{code}."""

from accounts import validate_voucher
from platform_info import join_with_code
from tests.api.partners.world import codes_of, new_partner
from tests.world import World, call


def test_a_code_shows_the_partner_and_the_brand_in_any_spelling(world: World) -> None:
    code = codes_of(new_partner(world, name="Acme Works"), prefix="ACME")[0]["code"]

    for spelling in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        shown = world.call(validate_voucher, body={"voucherCode": spelling}).data
        assert shown["voucher"] == {"code": code, "expiresAt": None}
        assert shown["partner"]["name"] == "Acme Works"
    shown = call(join_with_code, code=code.lower()).data
    assert (shown["valid"], shown["client"]["id"]) == (True, world.client.id)
