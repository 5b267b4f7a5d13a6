"""Invitations of staff send mail to whom an owner names: they are counted; see docs/security.md."""

from datetime import timedelta

import pytest

from partners import (
    add_staff,
    remove_staff,
    staff_forgot_password,
    staff_login,
    staff_reset_password,
)
from stvos.identity.limits import Limit
from stvos.partners import staff_list
from tests.api.accounts.sessions import later
from tests.api.partners.world import new_partner
from tests.world import PASSWORD, World, call

INVITED = {"email": "vera@example.com", "name": "Vera", "role": "viewer"}
SMALL = Limit("small", 3, timedelta(days=1))


def test_inviting_and_removing_again_mails_a_stranger_five_times_a_day(world: World) -> None:
    owner, codes = new_partner(world), []
    for _ in range(7):
        reply = owner.call(add_staff, body=INVITED)
        codes.append(reply.json.get("code"))
        if reply.status == 201:
            removed = owner.call(remove_staff, id=reply.data["staff"]["id"])
            assert removed.status == 200, removed.text

    assert codes == [None] * 5 + ["TOO_MANY_ATTEMPTS"] * 2
    assert [mail["to"] for mail in world.mails()].count("vera@example.com") == 5
    with later(timedelta(days=1, minutes=1)):
        again = new_partner(world)
        assert again.call(add_staff, body=INVITED).status == 201


@pytest.mark.parametrize("budget", ["INVITATIONS_BY_PARTNER", "INVITATIONS_BY_CLIENT"])
def test_a_partner_and_a_brand_send_so_many_invitations(
    world: World, monkeypatch: pytest.MonkeyPatch, budget: str
) -> None:
    monkeypatch.setattr(staff_list, budget, SMALL)
    owner = new_partner(world)

    replies = [
        owner.call(add_staff, body=INVITED | {"email": f"vera{number}@example.com"})
        for number in range(4)
    ]

    assert [reply.json.get("code") for reply in replies] == [None] * 3 + ["TOO_MANY_ATTEMPTS"]


def test_no_request_for_a_code_voids_an_invitation(world: World) -> None:
    owner = new_partner(world)
    owner.call(add_staff, body=INVITED)
    code = world.mails()[-1]["code"]
    for number in range(3):
        asked = {"email": INVITED["email"]}
        call(staff_forgot_password, body=asked, address=f"198.51.100.{number}")

    with later(timedelta(days=6)):
        body = {"email": INVITED["email"], "code": code, "newPassword": PASSWORD}
        assert call(staff_reset_password, body=body).status == 200
        body = {"email": INVITED["email"], "password": PASSWORD}
        assert call(staff_login, body=body).status == 200


def test_the_code_of_an_invitation_cannot_be_found_in_its_week(world: World) -> None:
    """Ten of 30 letters and digits: 30 guesses an hour for a week find one in 10^11."""
    owner = new_partner(world)
    owner.call(add_staff, body=INVITED)

    code = world.mails()[-1]["code"]

    assert len(code) == 10
    assert 30**10 / (30 * 24 * 7) > 1e11
