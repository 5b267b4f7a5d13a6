"""The authorizer of routes that need a client's key."""

from typing import Any

import pytest

from accounts import authorize_key
from stvos.accounts import authorizers
from stvos.clients.models import KeyKind, Plan, key_hash
from stvos.clients.repository import ApiKeyRepository
from stvos.identity.principal import Feature
from tests.world import METHOD_ARN, World


def _ask(headers: dict[str, str] | None) -> dict[str, Any]:
    answer: dict[str, Any] = authorize_key.handler(
        {"methodArn": METHOD_ARN, "headers": headers}, None
    )
    return answer


def _effect(answer: dict[str, Any]) -> str:
    return str(answer["policyDocument"]["Statement"][0]["Effect"])


def test_a_key_says_whose_it_is_and_what_they_may(cloud: None) -> None:
    world = World.with_client(enabled_features=(Feature.CLASSES, Feature.NUTRITION))

    answer = _ask({"X-API-Key": world.key})

    assert _effect(answer) == "Allow"
    context = answer["context"]
    assert context["clientId"] == str(world.client.id)
    assert context["features"] == "classes nutrition"
    assert context["kind"] == "key"
    assert "universal" not in context
    assert all(isinstance(value, str) for value in context.values())


def test_a_yes_is_good_for_every_route_because_the_gateway_caches_it(world: World) -> None:
    [statement] = _ask({"x-api-key": world.key})["policyDocument"]["Statement"]

    assert statement["Action"] == "execute-api:Invoke"
    assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:123456789012:api/api/*/*"


def test_the_usage_plan_counts_by_the_keys_own_name(world: World) -> None:
    keys = [world.key, world.add_key(plan=Plan.TRIAL)]

    answers = [_ask({"X-API-Key": key}) for key in keys]

    names = {answer["usageIdentifierKey"] for answer in answers}
    assert len(names) == 2
    assert not names & set(keys)
    assert all("usageKey" not in answer["context"] for answer in answers)


def test_the_universal_key_names_no_brand(world: World) -> None:
    context = _ask({"X-API-Key": world.add_key(KeyKind.UNIVERSAL)})["context"]

    assert context["universal"] == "true"
    assert "clientId" not in context
    assert "features" not in context


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (None, "MISSING_API_KEY"),
        ({}, "MISSING_API_KEY"),
        ({"X-API-Key": ""}, "MISSING_API_KEY"),
        ({"X-API-Key": "fytos_unknown"}, "INVALID_API_KEY"),
        ({"X-API-Key": "x" * 5000}, "INVALID_API_KEY"),
        ({"X-API-Key": "fytos_\u00e9\x00"}, "INVALID_API_KEY"),
    ],
)
def test_a_no_carries_what_the_gateway_answers(
    cloud: None, headers: dict[str, str] | None, code: str
) -> None:
    answer = _ask(headers)

    assert _effect(answer) == "Deny"
    assert answer["context"]["code"] == code
    assert answer["context"]["message"]
    assert "usageIdentifierKey" not in answer


def test_a_revoked_key_is_refused_once_it_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ApiKeyRepository(world.table)
    [stored] = keys.of_client(world.tenant)
    assert _effect(_ask({"X-API-Key": world.key})) == "Allow"
    keys.revoke(stored)
    monkeypatch.setattr(authorizers, "_keys", {})

    assert _ask({"X-API-Key": world.key})["context"]["code"] == "INVALID_API_KEY"


def test_only_the_hash_of_a_key_is_stored(world: World) -> None:
    [stored] = ApiKeyRepository(world.table).of_client(world.tenant)

    assert stored.key_hash == key_hash(world.key)
    assert world.key not in str(stored)
