"""The authorizer of routes for signed-in members and trainers."""

from datetime import timedelta
from typing import Any

from accounts import authorize_member, me
from stvos.clients.models import KeyKind
from stvos.clock import real_now
from stvos.identity import tokens
from tests.api.accounts.sessions import family_id
from tests.world import METHOD_ARN, Member, World


def _ask(headers: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = authorize_member.handler(
        {"methodArn": METHOD_ARN, "headers": headers}, None
    )
    effect = answer["policyDocument"]["Statement"][0]["Effect"]
    return {**answer["context"], "_": effect}


def _issue(member: Member, kind: str = "user", **more: Any) -> str:
    return tokens.issue(
        kind,
        client_id=member.tenant,
        subject=member.id,
        role="user",
        family_id=1,
        valid_from=0,
        **more,
    )


def test_a_token_says_who_is_calling(world: World) -> None:
    member = world.member()

    context = _ask(member.headers)

    assert context["_"] == "Allow"
    assert context["kind"] == "user"
    assert context["clientId"] == str(world.client.id)
    assert context["userId"] == str(member.id)
    assert context["role"] == "user"
    assert context["familyId"] == str(family_id(member.refresh_token))
    assert int(context["expiresAt"]) > real_now().timestamp() + 3590
    assert "coach_connect" in context["features"]


def test_the_key_and_the_token_must_be_of_one_brand(world: World, other_world: World) -> None:
    member = world.member()

    context = _ask(member.headers | {"X-API-Key": other_world.key})

    assert (context["_"], context["code"]) == ("Deny", "INVALID_API_KEY")


def test_with_the_universal_key_the_token_names_the_brand(world: World) -> None:
    member = world.member()

    context = _ask(member.headers | {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)})

    assert (context["clientId"], context["universal"]) == (str(world.client.id), "true")


def test_what_is_missing_or_wrong_is_named(world: World) -> None:
    member = world.member()
    expired = _issue(member, now=real_now() - timedelta(hours=2))
    partners = _issue(member, kind="partner")

    def code(**headers: str) -> str:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        context = _ask(sent)
        assert context["_"] == "Deny"
        return str(context["code"])

    token = f"Bearer {member.access_token}"
    assert code() == "MISSING_API_KEY"
    assert code(Authorization=token) == "MISSING_API_KEY"
    assert code(X_API_Key=world.key) == "MISSING_TOKEN"
    assert code(X_API_Key=world.key, Authorization="Basic x") == "MISSING_TOKEN"
    assert code(X_API_Key="fytos_wrong", Authorization=token) == "INVALID_API_KEY"
    assert code(X_API_Key=world.key, Authorization="Bearer x.y.z") == "INVALID_TOKEN"
    assert code(X_API_Key=world.key, Authorization=f"Bearer {expired}") == "TOKEN_EXPIRED"
    assert code(X_API_Key=world.key, Authorization=f"Bearer {partners}") == "INVALID_TOKEN"


def test_a_cached_yes_does_not_outlive_its_token(world: World) -> None:
    """The gateway may hold a yes for half a minute; the endpoint looks at the clock itself."""
    member = world.member()
    context = {name: value for name, value in _ask(member.headers).items() if name != "_"}
    context["expiresAt"] = str(int(real_now().timestamp()) - 1)

    assert world.call(me, context=context).code == "TOKEN_EXPIRED"
