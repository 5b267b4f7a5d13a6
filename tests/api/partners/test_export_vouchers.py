"""GET /v1/partner/vouchers/export."""

from partners import (
    export_vouchers,
)
from tests.api.partners.world import codes_of, new_partner
from tests.world import World


def test_the_export_is_a_safe_spreadsheet(world: World) -> None:
    owner = new_partner(world)
    made = codes_of(owner, 3, prefix="X1")

    reply = owner.call(export_vouchers)

    lines = reply.text.split("\r\n")
    assert reply.headers["Content-Type"].startswith("text/csv")
    assert lines[0] == "code,status,expires_at,created_at,redeemed_at"
    assert {line.split(",")[0] for line in lines[1:-1]} == {voucher["code"] for voucher in made}
    assert reply.headers["X-Row-Count"] == "3"
