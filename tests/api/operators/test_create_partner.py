"""POST /v1/admin/clients/{id}/partners."""

from typing import Any

import pytest

from operators import create_partner, list_partners
from stvos.ids import new_id
from tests.api.partners.world import BILLING
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


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"unitPrice": -1}, "body.billing.unitPrice"),
        ({"minimum": -0.01}, "body.billing.minimum"),
        ({"currency": "XXX"}, "body.billing.currency"),
        ({"currency": "eur"}, "body.billing.currency"),
        ({"includedMembers": -1}, "body.billing.includedMembers"),
        ({"includedMembers": 1.5}, "body.billing.includedMembers"),
        ({"timezone": "Europe/Atlantis"}, "body.billing.timezone"),
        ({"reportEmails": ["not a mail"]}, "body.billing.reportEmails[0]"),
        ({"model": "per_moon"}, "body.billing.model"),
        ({"discount": 5}, "body.billing.discount"),
    ],
)
def test_wrong_terms_are_refused_with_their_path_and_nothing_is_stored(
    world: World, terms: dict[str, Any], path: str
) -> None:
    refused = world.operate(create_partner, body=wish(billing=BILLING | terms))

    assert (refused.status, refused.paths) == (400, [path])
    assert world.operate(list_partners).data["items"] == []


def test_an_owner_s_mail_that_signs_in_elsewhere_is_refused(world: World) -> None:
    body = wish()
    world.operate(create_partner, body=body)

    again = world.operate(create_partner, body=body)

    assert again.code == "USER_EXISTS"
    assert world.operate(list_partners).data["pagination"]["total"] == 1
