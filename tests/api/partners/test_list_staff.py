"""GET /v1/partner/staff."""

from partners import (
    add_staff,
    list_staff,
    remove_staff,
)
from tests.api.partners.world import new_partner
from tests.world import World


def test_only_owners_manage_the_staff(world: World) -> None:
    owner = new_partner(world)
    for role in ("manager", "viewer"):
        colleague = owner.colleague(role)
        invitation = {"email": "x@example.com", "name": "X", "role": "owner"}

        refused = [
            colleague.call(list_staff),
            colleague.call(add_staff, body=invitation),
            colleague.call(remove_staff, id=owner.id),
        ]

        assert {reply.code for reply in refused} == {"FORBIDDEN"}
