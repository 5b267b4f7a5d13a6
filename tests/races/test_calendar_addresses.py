"""Many requests for a new address of one calendar at the same moment: one address is left."""

from functools import partial

from stvos.calendars.addresses import CalendarAddresses, Owner, find_owner
from stvos.dynamodb.keys import UserId
from stvos.errors import Conflict
from tests.races.conftest import all_at_once
from tests.world import World


def test_one_address_is_left_of_those_made_at_the_same_moment(race_world: World) -> None:
    owner = Owner(race_world.tenant, UserId(race_world.member().id))
    addresses = CalendarAddresses(race_world.table, owner)

    tokens = [token for token in all_at_once([partial(_renewed, addresses)] * 6) if token]

    opening = [token for token in tokens if find_owner(race_world.table, token) == owner]
    assert len(opening) == 1


def _renewed(addresses: CalendarAddresses) -> str | None:
    """The new token; None where others were quicker each time."""
    try:
        return addresses.renew()
    except Conflict:
        return None
