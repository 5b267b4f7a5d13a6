"""Tokens are of one kind: no route of members takes a partner's, no partner's route a member's.

Made from the routes: one that is built later is tried as soon as it has its example request.
"""

import pytest

from local.endpoints import Endpoint
from stvos.clients.models import KeyKind
from stvos.identity import tokens
from stvos.identity.principal import Who
from tests.contract.example_requests import example
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.contract.stored import everything_stored
from tests.stores import until_emptied

MEMBERS_ROUTES = [e for e in built() if e.spec.who in {Who.USER, Who.TRAINER}]
PARTNERS_ROUTES = [e for e in built() if e.spec.who is Who.PARTNER]
REFRESHING_ROUTES = [
    e
    for e in built()
    if e.spec.who in {Who.ANYONE, Who.KEY}
    and e.spec.body
    and "refresh_token" in e.spec.body.model_fields
]
# Keys note when they were used last.
USE_OF_KEYS = frozenset({"api_key"})


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


@until_emptied
def scene() -> Scene:
    """One brand whose people are all there: whatever a refused call stores is its own."""
    made = Scene()
    for who in Who:
        made.headers(who)
    return made


@until_emptied
def universal_key() -> str:
    return scene().world.add_key(KeyKind.UNIVERSAL)


def keys() -> list[str]:
    """With the brand's key, with the universal one, and with none."""
    return [scene().world.key, universal_key(), ""]


def turned(headers: dict[str, str], kind: str, other: str) -> dict[str, str]:
    """A caller's token with all that it says, but of the other kind: only the kind is wrong."""
    claims = tokens.read(headers["Authorization"].removeprefix("Bearer "), kind)
    token = tokens.issue(
        other,
        client_id=claims.client_id,
        subject=claims.subject,
        role=claims.role,
        family_id=claims.family_id,
        valid_from=claims.issued_ms,
        partner_id=claims.partner_id,
    )
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("endpoint", MEMBERS_ROUTES, ids=named)
def test_no_route_of_members_or_trainers_takes_a_partner_s_token(
    cloud: None, endpoint: Endpoint
) -> None:
    ask, caller = example(endpoint, scene()), scene().headers(endpoint.spec.who)
    partners = (scene().staff.headers, turned(caller, "user", "partner"))
    tried = [token | {"X-API-Key": key} for token in partners for key in keys()]
    before = everything_stored(USE_OF_KEYS)

    replies = [scene().send(endpoint, ask, headers) for headers in tried]

    answered = [(reply.status, reply.code) for reply in replies]
    assert answered == [*[(401, "INVALID_TOKEN")] * 2, (401, "MISSING_API_KEY")] * 2
    assert everything_stored(USE_OF_KEYS) == before


@pytest.mark.parametrize("endpoint", PARTNERS_ROUTES, ids=named)
def test_no_route_of_partners_takes_a_member_s_or_a_trainer_s_token(
    cloud: None, endpoint: Endpoint
) -> None:
    ask, staff = example(endpoint, scene()), scene().staff.headers
    people = (scene().employee.headers, scene().trainer.headers, turned(staff, "partner", "user"))
    tried = [person | {"X-API-Key": key} for person in people for key in keys()]
    before = everything_stored(USE_OF_KEYS)

    replies = [scene().send(endpoint, ask, headers) for headers in tried]

    assert {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}
    assert everything_stored(USE_OF_KEYS) == before


@pytest.mark.parametrize("endpoint", REFRESHING_ROUTES, ids=named)
def test_a_sign_in_is_refreshed_where_it_was_made(cloud: None, endpoint: Endpoint) -> None:
    ask, for_partners = example(endpoint, scene()), "/partner-auth/" in endpoint.spec.path
    other = scene().employee if for_partners else scene().staff
    before = everything_stored(USE_OF_KEYS)

    reply = scene().send(endpoint, ask.having("body.refreshToken", other.refresh_token))

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
    assert everything_stored(USE_OF_KEYS) == before
