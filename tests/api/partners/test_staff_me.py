"""GET /v1/partner-auth/me."""

from partners import (
    staff_me,
)
from tests.api.partners.world import new_partner
from tests.world import World


def test_an_owner_signs_in_with_the_code_of_the_invitation(world: World) -> None:
    owner = new_partner(world, name="Acme Works")

    answer = owner.call(staff_me).data

    assert answer["partner"] == {"id": owner.partner_id, "name": "Acme Works"}
    assert (answer["client"]["id"], answer["client"]["name"]) == (
        world.client.id,
        world.client.name,
    )
    assert (answer["staff"]["role"], answer["staff"]["active"]) == ("owner", True)
