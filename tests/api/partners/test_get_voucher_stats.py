"""GET /v1/partner/vouchers/stats."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from partners import (
    get_voucher_stats,
    list_vouchers,
)
from stvos.clock import utc_now
from stvos.partners import voucher_service
from tests.api.partners.world import codes_of, new_partner
from tests.world import World


def test_expired_codes_are_counted_and_listed_by_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 2, expiresAt=(utc_now() + timedelta(hours=1)).isoformat())
    codes_of(owner, 1)
    later = utc_now() + timedelta(hours=2)
    monkeypatch.setattr(voucher_service.Vouchers, "__init__", _init_at(later))

    stats = owner.call(get_voucher_stats).data
    expired = owner.call(list_vouchers, query={"status": "expired"}).data["pagination"]["total"]

    assert (stats["active"], stats["expired"], expired) == (1, 2, 2)


def _init_at(moment: datetime) -> Any:
    original = voucher_service.Vouchers.__init__

    def init(self: Any, table: Any, staff: Any) -> None:
        original(self, table, staff, lambda: moment)

    return init
