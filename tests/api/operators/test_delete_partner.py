"""DELETE /v1/admin/clients/{id}/partners/{partnerId}."""

from operators import delete_client, delete_partner, get_partner
from partners import create_vouchers, delete_product, staff_me
from tests.api.partners.world import new_partner, product_of
from tests.world import World


def test_a_partner_goes_with_its_staff(world: World) -> None:
    owner = new_partner(world)

    assert world.operate(delete_partner, partnerId=owner.partner_id).data == {"deleted": True}

    assert owner.call(staff_me).code == "INVALID_TOKEN"
    assert world.operate(get_partner, partnerId=owner.partner_id).code == "NOT_FOUND"


def test_a_partner_with_vouchers_stays(world: World) -> None:
    owner = new_partner(world)
    owner.call(create_vouchers, body={"quantity": 1})

    assert world.operate(delete_partner, partnerId=owner.partner_id).code == "CONFLICT"
    assert owner.call(staff_me).status == 200


def test_a_partner_stays_until_its_last_product_is_gone(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    assert world.operate(delete_partner, partnerId=owner.partner_id).code == "CONFLICT"
    assert owner.call(staff_me).status == 200
    owner.call(delete_product, id=product["id"])
    assert world.operate(delete_partner, partnerId=owner.partner_id).status == 200


def test_a_client_with_a_partner_is_in_use(world: World) -> None:
    new_partner(world)

    assert world.operate(delete_client).code == "CLIENT_IN_USE"
