"""POST /v1/partner/staff."""

from partners import (
    add_staff,
)
from tests.api.partners.world import new_partner
from tests.world import World


def test_a_mail_address_signs_in_to_one_partner_only(world: World, other_world: World) -> None:
    owner, stranger = new_partner(world), new_partner(other_world)
    invitation = {"email": owner.email, "name": "Twice", "role": "viewer"}

    assert stranger.call(add_staff, body=invitation).code == "USER_EXISTS"
