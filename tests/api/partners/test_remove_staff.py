"""DELETE /v1/partner/staff/{id}."""

from partners import (
    list_staff,
    remove_staff,
    staff_login,
    staff_me,
)
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, World, call


def test_a_removed_staff_member_s_next_request_is_refused(world: World) -> None:
    owner = new_partner(world)
    viewer = owner.colleague("viewer")
    assert viewer.call(staff_me).status == 200

    assert owner.call(remove_staff, id=viewer.id).data == {"deleted": True}

    assert viewer.call(staff_me).code == "INVALID_TOKEN"
    assert call(staff_login, body={"email": viewer.email, "password": PASSWORD}).status == 401
    assert [s["id"] for s in owner.call(list_staff).data["staff"]] == [owner.id]


def test_an_owner_cannot_remove_themselves(world: World) -> None:
    owner = new_partner(world)

    assert owner.call(remove_staff, id=owner.id).code == "LAST_OWNER"


def test_another_partner_s_staff_is_not_found(world: World) -> None:
    owner, stranger = new_partner(world), new_partner(world)

    assert owner.call(remove_staff, id=stranger.id).code == "NOT_FOUND"
    assert stranger.call(staff_me).status == 200
