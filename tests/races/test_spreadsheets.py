"""Many of a partner's staff asking for one long spreadsheet at the same moment."""

from functools import partial

import pytest

from partners import export_vouchers
from tests.api.partners.files import carry_out, orders, place_of, stored
from tests.api.partners.world import codes_of, new_partner
from tests.races.conftest import all_at_once
from tests.world import World


def test_twelve_who_ask_at_once_order_it_once(
    race_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stvos.exports.service.MAX_INLINE_ROWS", 2)
    owner = new_partner(race_world)
    codes_of(owner, 3)
    ask = partial(owner.call, export_vouchers)

    begun = all_at_once([ask] * 12)
    told = orders(race_world)
    carry_out(race_world)
    ready = all_at_once([ask] * 12)

    assert [reply.data for reply in begun] == [{"status": "running"}] * 12
    assert len(told) == 1
    assert {place_of(reply) for reply in ready} == set(stored(race_world))
    assert len(stored(race_world)) == 1
