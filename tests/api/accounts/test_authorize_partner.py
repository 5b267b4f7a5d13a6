"""The authorizer of routes for a partner's staff."""

from typing import Any

from accounts import authorize_partner
from stvos.identity import tokens
from tests.world import METHOD_ARN, World


def _ask(headers: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = authorize_partner.handler(
        {"methodArn": METHOD_ARN, "headers": headers}, None
    )
    effect = answer["policyDocument"]["Statement"][0]["Effect"]
    return {**answer["context"], "_": effect}


def _token(world: World, kind: str = "partner") -> str:
    token = tokens.issue(
        kind,
        client_id=world.client.id,
        subject=5,
        role="owner",
        family_id=6,
        valid_from=0,
        partner_id=7,
    )
    return f"Bearer {token}"


def test_no_key_is_needed(world: World) -> None:
    context = _ask({"Authorization": _token(world)})

    assert context["_"] == "Allow"
    assert context["kind"] == "partner"
    assert context["clientId"] == str(world.client.id)
    assert (context["staffId"], context["partnerId"], context["role"]) == ("5", "7", "owner")


def test_a_key_that_is_sent_must_be_of_the_partners_client(
    world: World, other_world: World
) -> None:
    own = _ask({"Authorization": _token(world), "X-API-Key": world.key})
    other = _ask({"Authorization": _token(world), "X-API-Key": other_world.key})
    unknown = _ask({"Authorization": _token(world), "X-API-Key": "fytos_unknown"})

    assert own["_"] == "Allow"
    assert (other["_"], other["code"]) == ("Deny", "INVALID_API_KEY")
    assert (unknown["_"], unknown["code"]) == ("Deny", "INVALID_API_KEY")


def test_a_members_token_is_none_of_a_partner(world: World) -> None:
    assert _ask({"Authorization": _token(world, "user")})["code"] == "INVALID_TOKEN"
    assert _ask({})["code"] == "MISSING_TOKEN"
