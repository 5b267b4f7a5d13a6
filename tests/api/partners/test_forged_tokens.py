"""Tokens that are none of the portal's: every route refuses them, and nothing is stored."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from partners import remove_staff, staff_me
from stvos.clock import real_now
from stvos.identity import tokens
from stvos.identity.principal import Who
from stvos.identity.secrets_store import signing_keys
from stvos.ids import new_id
from tests.api.partners.world import StaffMember
from tests.contract.example_requests import of_event
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.contract.stored import everything_stored

PORTAL = [endpoint for endpoint in built() if endpoint.spec.who is Who.PARTNER]
OF_MEMBERS = [endpoint for endpoint in built() if endpoint.spec.who in {Who.USER, Who.TRAINER}]


def claims_of(staff: StaffMember, **changes: Any) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(staff.access_token, options={"verify_signature": False})
    return claims | changes


def signed(claims: dict[str, Any], *, secret: str = "", algorithm: str = "HS256") -> str:
    """Signed with our key, or with another under its name."""
    key = signing_keys().current()
    return jwt.encode(claims, secret or key.secret, algorithm=algorithm, headers={"kid": key.id})


def tampered(staff: StaffMember, **changes: Any) -> str:
    """Other claims under the genuine signature."""
    header, _, signature = staff.access_token.split(".")
    content = json.dumps(claims_of(staff, **changes)).encode()
    return f"{header}.{base64.urlsafe_b64encode(content).rstrip(b'=').decode()}.{signature}"


def unsigned(staff: StaffMember) -> str:
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    return f"{header}.{staff.access_token.split('.')[1]}."


FORGERIES: dict[str, Callable[[StaffMember], str]] = {
    "no algorithm": unsigned,
    "another algorithm": lambda staff: signed(claims_of(staff), algorithm="HS512"),
    "another key": lambda staff: signed(claims_of(staff), secret="x" * 64),
    "another person": lambda staff: tampered(staff, sub=str(new_id())),
    "another role": lambda staff: tampered(staff, role="manager"),
    "another partner": lambda staff: tampered(staff, pid=new_id()),
    "another brand": lambda staff: tampered(staff, cid=new_id()),
    "a member's": lambda staff: staff.world.member().access_token,
    "a member's with a partner": lambda staff: signed(claims_of(staff, aud="user")),
    "no partner's": lambda staff: signed(claims_of(staff, pid=None)),
    # Rightly signed, as no sign-in makes them.
    "of a partner they do not work for": lambda staff: signed(claims_of(staff, pid=new_id())),
    "of nobody": lambda staff: signed(claims_of(staff, sub=str(new_id()))),
    "of a member": lambda staff: signed(claims_of(staff, sub=str(staff.world.member().id))),
    "nonsense": lambda staff: "e30.e30.e30",
}


@pytest.fixture
def scene(cloud: None) -> Scene:
    return Scene()


def codes_with(scene: Scene, token: str) -> set[tuple[int, str]]:
    """How all routes of the portal answer a token."""
    headers = {"Authorization": f"Bearer {token}"}
    replies = [scene.send(endpoint, of_event(endpoint), headers) for endpoint in PORTAL]
    return {(reply.status, reply.code) for reply in replies}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_opens_no_route(scene: Scene, forgery: str) -> None:
    token = FORGERIES[forgery](scene.staff)
    before = everything_stored()

    assert codes_with(scene, token) == {(401, "INVALID_TOKEN")}

    assert everything_stored() == before
    assert scene.staff.call(staff_me).status == 200


def test_an_expired_token_opens_no_route(scene: Scene) -> None:
    staff = scene.staff
    token = tokens.issue(
        "partner",
        client_id=scene.world.client.id,
        subject=staff.id,
        role="owner",
        family_id=int(staff.refresh_token.split(".")[3]),
        valid_from=claims_of(staff)["ims"],
        partner_id=staff.partner_id,
        now=real_now() - timedelta(hours=1),
    )
    before = everything_stored()

    assert codes_with(scene, token) == {(401, "TOKEN_EXPIRED")}

    assert everything_stored() == before


def test_a_partner_s_token_opens_no_route_of_members(scene: Scene) -> None:
    headers = scene.world.headers | scene.staff.headers
    assert scene.member
    assert scene.trainer
    before = everything_stored()

    replies = [scene.send(endpoint, of_event(endpoint), headers) for endpoint in OF_MEMBERS]

    assert {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}
    assert everything_stored() == before


def test_a_person_removed_while_signed_in_is_refused_at_the_next_request(scene: Scene) -> None:
    owner = scene.staff
    for role in ("owner", "manager", "viewer"):
        person = owner.colleague(role)
        assert person.call(staff_me).status == 200
        owner.call(remove_staff, id=person.id)
        before = everything_stored()

        assert codes_with(scene, person.access_token) == {(401, "INVALID_TOKEN")}

        assert everything_stored() == before
