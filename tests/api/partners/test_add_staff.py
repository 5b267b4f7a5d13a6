"""POST /v1/partner/staff."""

from datetime import timedelta
from typing import Any

import pytest

from partners import (
    add_staff,
    list_staff,
    remove_staff,
    staff_forgot_password,
    staff_login,
    staff_reset_password,
)
from stvos.clock import epoch, utc_now
from stvos.dynamodb.keys import Directory
from stvos.dynamodb.table import update
from stvos.identity.secrets_store import keyed_hashes
from tests.api.accounts.sessions import crashing
from tests.api.partners.world import StaffMember, new_partner
from tests.world import PASSWORD, Reply, World, call

VERA = "vera@example.com"
INVITED = {"email": VERA, "name": "Vera", "role": "viewer"}


def invited(owner: StaffMember, **changes: str) -> str:
    """Invite Vera; answers the code of her mail."""
    reply = owner.call(add_staff, body=INVITED | changes)
    assert reply.status == 201, reply.text
    return str(owner.world.mails()[-1]["code"])


def accept(code: str, password: str = PASSWORD, **request: Any) -> Reply:
    body = {"email": VERA, "code": code, "newPassword": password}
    return call(staff_reset_password, body=body, **request)


def signs_in(password: str = PASSWORD) -> Reply:
    return call(staff_login, body={"email": VERA, "password": password})


def test_an_address_that_is_staff_elsewhere_is_invited_like_any(
    world: World, other_world: World
) -> None:
    owner, elsewhere = new_partner(world), new_partner(other_world)
    invitation = {"name": "Twice", "role": "viewer"}

    known, unknown = (
        elsewhere.call(add_staff, body=invitation | {"email": email})
        for email in (owner.email, "new-there@example.com")
    )

    assert known.status == unknown.status == 201
    assert known.data["staff"].keys() == unknown.data["staff"].keys()
    assert [m["template"] for m in other_world.mails()[-2:]] == ["staff_invitation"] * 2


def test_a_partner_s_own_staff_are_not_invited_again(world: World) -> None:
    owner = new_partner(world)
    invited(owner)

    assert owner.call(add_staff, body=INVITED).code == "USER_EXISTS"
    again = owner.call(add_staff, body=INVITED | {"email": owner.email})
    assert (again.status, again.code) == (409, "USER_EXISTS")


def test_of_two_brands_that_invite_an_address_the_code_says_which_is_accepted(
    world: World, other_world: World
) -> None:
    first, second = new_partner(world), new_partner(other_world)
    codes = [invited(first), invited(second)]

    assert signs_in().code == "INVALID_CREDENTIALS", "before it is accepted"
    assert accept(codes[1]).status == 200

    assert signs_in().data["partner"]["id"] == second.partner_id


def test_who_accepted_elsewhere_is_refused_and_keeps_what_they_have(
    world: World, other_world: World
) -> None:
    first, second = new_partner(world), new_partner(other_world)
    codes = [invited(first), invited(second)]
    accept(codes[0])

    refused = accept(codes[1], "another good one")

    assert (refused.status, refused.code) == (409, "USER_EXISTS")
    assert signs_in().data["partner"]["id"] == first.partner_id
    assert signs_in("another good one").code == "INVALID_CREDENTIALS"


def test_removing_an_invited_person_takes_no_address_from_another_partner(
    world: World, other_world: World
) -> None:
    first, second = new_partner(world), new_partner(other_world)
    accept(invited(first))
    code = invited(second)
    [vera] = [s for s in second.call(list_staff).data["staff"] if s["email"] == VERA]

    assert second.call(remove_staff, id=vera["id"]).status == 200

    assert signs_in().data["partner"]["id"] == first.partner_id
    assert accept(code).code == "INVALID_CODE"
    assert invited(second)


def test_an_address_is_free_again_once_its_staff_member_is_removed(
    world: World, other_world: World
) -> None:
    first, second = new_partner(world), new_partner(other_world)
    accept(invited(first))
    code = invited(second)
    vera = signs_in().data["staff"]["id"]
    first.call(remove_staff, id=vera)

    assert accept(code).status == 200

    assert signs_in().data["partner"]["id"] == second.partner_id


def test_who_has_not_accepted_is_mailed_no_other_code(world: World) -> None:
    """It would be an acceptance, and there may be several invitations."""
    code = invited(new_partner(world))

    call(staff_forgot_password, body={"email": VERA})

    assert [m["template"] for m in world.mails() if m["to"] == VERA] == ["staff_invitation"]
    assert accept(code).status == 200


def test_an_invitation_is_kept_a_week_and_not_its_code(world: World) -> None:
    code = invited(new_partner(world))
    [hashed] = keyed_hashes("invitation", VERA, code.translate(str.maketrans("OIL", "011")))
    place = Directory.staff_invitation(hashed)
    item = world.table.find(place)

    assert item is not None
    assert code not in str(item)
    kept = item["expires"] - epoch(utc_now())
    assert timedelta(days=7).total_seconds() - 60 < kept <= timedelta(days=7).total_seconds()
    world.table.write(update(place, sets={"expires": 1}))
    assert accept(code).code == "INVALID_CODE"


def test_the_code_works_however_it_is_typed_and_only_with_its_address(world: World) -> None:
    code = invited(new_partner(world))
    other = {"email": "eve@example.com", "code": code, "newPassword": PASSWORD}

    assert call(staff_reset_password, body=other).code == "INVALID_CODE"
    assert accept(f" {code[:5].lower()}-{code[5:]}").status == 200


def test_an_acceptance_that_died_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, headers = invited(new_partner(world)), {"Idempotency-Key": "accept"}
    with crashing(monkeypatch):
        accept(code, headers=headers)

    assert accept(code, headers=headers).status == 200
    assert accept(code).code == "INVALID_CODE"
    assert signs_in().status == 200
