"""Invitations that are accepted at the same moment."""

from collections import Counter
from functools import partial

from partners import add_staff, remove_staff, staff_login, staff_reset_password
from stvos.dynamodb.keys import Directory
from stvos.identity.mail_codes import mail_hash
from tests.api.partners.world import StaffMember, new_partner
from tests.races.conftest import all_at_once
from tests.world import PASSWORD, Reply, World, call


def invited(owner: StaffMember, email: str) -> tuple[int, str]:
    """Invite an address; answers the id of who is invited, and the code."""
    body = {"email": email, "name": "Vera", "role": "viewer"}
    staff = owner.call(add_staff, body=body).data["staff"]
    return staff["id"], owner.world.mails()[-1]["code"]


def accept(email: str, code: str, password: str, address: str) -> Reply:
    body = {"email": email, "code": code, "newPassword": password}
    return call(staff_reset_password, body=body, address=address)


def outcomes(replies: list[Reply]) -> Counter[str]:
    return Counter(reply.json.get("code", "done") for reply in replies)


def test_of_five_brands_invitations_of_one_address_one_is_accepted(race_world: World) -> None:
    email = "vera-races@example.com"
    owners = [new_partner(World.with_client()) for _ in range(5)]
    codes = [invited(owner, email)[1] for owner in owners]

    replies = all_at_once(
        [
            partial(accept, email, code, f"{PASSWORD} {n}", f"198.51.100.{n}")
            for n, code in enumerate(codes)
        ]
    )

    assert outcomes(replies) == {"done": 1, "USER_EXISTS": 4}
    [winner] = [n for n, reply in enumerate(replies) if reply.status == 200]
    body = {"email": email, "password": f"{PASSWORD} {winner}"}
    signed_in = call(staff_login, body=body)
    assert signed_in.data["partner"]["id"] == owners[winner].partner_id


def test_one_invitation_is_accepted_once(race_world: World) -> None:
    email = "once-races@example.com"
    _, code = invited(new_partner(race_world), email)

    replies = all_at_once(
        [partial(accept, email, code, f"{PASSWORD} {n}", f"198.51.100.{n}") for n in range(5)]
    )

    assert outcomes(replies) == {"done": 1, "INVALID_CODE": 4}
    [winner] = [n for n, reply in enumerate(replies) if reply.status == 200]
    body = {"email": email, "password": f"{PASSWORD} {winner}"}
    assert call(staff_login, body=body).status == 200


def test_a_removal_beside_an_acceptance_leaves_no_address_behind(race_world: World) -> None:
    owner = new_partner(race_world)
    for turn in range(8):
        email = f"gone-{turn}-races@example.com"
        staff_id, code = invited(owner, email)

        accepted, removed = all_at_once(
            [
                partial(accept, email, code, PASSWORD, f"198.51.100.{turn}"),
                partial(owner.call, remove_staff, id=staff_id),
            ]
        )

        claim = race_world.table.find(Directory.staff_mail(mail_hash(email)), consistent=True)
        if removed.status == 200:
            assert claim is None
            assert accepted.json.get("code", "done") in {"done", "INVALID_CODE"}
        else:
            assert (removed.code, accepted.status) == ("CONFLICT", 200)
            assert claim is not None
            assert claim["staff_id"] == staff_id
