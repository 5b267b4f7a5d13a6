"""POST /v1/admin/clients/{id}/partners."""

from typing import Any

from operators import create_partner, list_partners
from stvos.ids import new_id
from tests.api.partners.world import BILLING, signed_in
from tests.world import World


def wish(**changes: Any) -> dict[str, Any]:
    owner = {"email": f"owner-{new_id()}@example.com", "name": "Olga Owner"}
    return {"name": "Acme Works", "billing": BILLING, "owner": owner} | changes


def test_a_partner_is_made_with_its_terms_and_its_owner_is_invited(world: World) -> None:
    body = wish()

    made = world.operate(create_partner, body=body)

    assert made.status == 201
    assert made.data["partner"]["billing"] == BILLING
    mail = world.mails()[-1]
    assert (mail["template"], mail["to"]) == ("staff_invitation", body["owner"]["email"])


def test_terms_may_leave_out_what_is_included_and_the_minimum(world: World) -> None:
    plain = {n: BILLING[n] for n in ("model", "unitPrice", "currency", "timezone")}

    made = world.operate(create_partner, body=wish(billing=plain))

    billing = made.data["partner"]["billing"]
    assert (billing["includedMembers"], billing["minimum"]) == (0, 0)
    assert billing["reportEmails"] == []


def test_an_owner_whose_mail_signs_in_elsewhere_is_invited_like_any(world: World) -> None:
    body = wish()
    world.operate(create_partner, body=body)
    signed_in(world, body["owner"]["email"])

    again = world.operate(create_partner, body=body)

    assert again.status == 201
    assert world.operate(list_partners).data["pagination"]["total"] == 2
    assert world.mails()[-1]["template"] == "staff_invitation"
