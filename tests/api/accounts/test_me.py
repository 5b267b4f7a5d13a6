"""GET /v1/auth/me."""

import pytest

from accounts import me
from stvos.clients.models import KeyKind
from stvos.clock import utc_now
from stvos.dynamodb.table import delete, update
from tests.world import World


def test_a_member_sees_themselves_and_their_brand(world: World) -> None:
    member = world.member("ada@example.com")

    data = member.call(me).data

    assert data["user"]["id"] == member.id
    assert data["user"]["email"] == "ada@example.com"
    assert data["user"]["role"] == "user"
    assert data["user"]["emailVerified"] is False
    assert data["user"]["coach"] is None
    assert set(data["user"]["profile"]) >= {"age", "goals", "workoutDays", "allergies"}
    assert set(data["user"]["settings"]) >= {"notifications", "timezone", "units"}
    assert data["client"]["id"] == world.client.id
    assert data["client"]["branding"]["primaryColor"] == "#0f766e"
    assert "coach_connect" in data["client"]["enabledFeatures"]
    assert "partner" not in data


def test_nothing_that_is_stored_for_us_is_shown(world: World) -> None:
    text = world.member().call(me).text.lower()

    for word in ("password", "hash", "ended", "valid", "argon", '"pk"', "writer"):
        assert word not in text


def test_instants_end_with_z(world: World) -> None:
    assert world.member().call(me).data["user"]["createdAt"].endswith("Z")


def test_a_deleted_member_is_nobody_any_more(world: World) -> None:
    member = world.member()
    world.table.write(delete(world.keys.user(member.principal.user)))

    assert (member.call(me).status, member.call(me).code) == (401, "INVALID_TOKEN")


def test_a_member_being_erased_is_nobody_any_more(world: World) -> None:
    member = world.member()
    sets = {"erased_at": utc_now().isoformat()}
    world.table.write(update(world.keys.user(member.principal.user), sets=sets))

    assert (member.call(me).status, member.call(me).code) == (401, "INVALID_TOKEN")


def test_another_brands_key_does_not_go_with_the_token(world: World, other_world: World) -> None:
    member = world.member()

    reply = member.call(me, headers={"X-API-Key": other_world.key})

    assert (reply.status, reply.code) == (401, "INVALID_API_KEY")


def test_the_universal_key_goes_with_every_token(world: World) -> None:
    member = world.member()

    reply = member.call(me, headers={"X-API-Key": world.add_key(KeyKind.UNIVERSAL)})

    assert reply.data["client"]["id"] == world.client.id


def test_the_token_is_needed_and_the_key_as_well(world: World) -> None:
    member = world.member()

    assert world.call(me).code == "MISSING_TOKEN"
    assert member.call(me, headers={"X-API-Key": ""}).code == "MISSING_API_KEY"
    assert member.call(me, headers={"X-API-Key": "fytos_wrong"}).code == "INVALID_API_KEY"


@pytest.mark.parametrize("authorization", ["Bearer x", "Bearer a.b.c", "Bearer " + "x" * 5000])
def test_nonsense_is_no_token(world: World, authorization: str) -> None:
    assert world.call(me, headers={"Authorization": authorization}).code == "INVALID_TOKEN"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic YTpi", "Token x"])
def test_another_scheme_is_no_token(world: World, authorization: str) -> None:
    assert world.call(me, headers={"Authorization": authorization}).code == "MISSING_TOKEN"
