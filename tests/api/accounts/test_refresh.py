"""POST /v1/auth/refresh."""

from datetime import timedelta

import pytest

from accounts import logout, me, refresh
from stvos.clients.models import KeyKind
from tests.api.accounts.sessions import families, family_id, later, renew, sign_in
from tests.world import World


def _me(world: World, access_token: str) -> tuple[int, str]:
    reply = world.call(me, headers={"Authorization": f"Bearer {access_token}"})
    return reply.status, reply.json.get("code", "")


def test_a_refresh_token_is_exchanged_for_new_tokens(world: World) -> None:
    member = world.member()

    reply = renew(world, member.refresh_token)

    assert reply.status == 200
    assert set(reply.data) == {"accessToken", "refreshToken", "expiresIn"}
    assert reply.data["expiresIn"] == 3600
    assert reply.data["refreshToken"] != member.refresh_token
    assert _me(world, reply.data["accessToken"]) == (200, "")


def test_many_refreshes_in_a_row_stay_one_sign_in(world: World) -> None:
    member = world.member()
    token = member.refresh_token
    for _ in range(5):
        token = renew(world, token).data["refreshToken"]

    assert len(families(world, member)) == 1


def test_the_token_just_used_gives_the_same_successor_however_late(world: World) -> None:
    member = world.member()

    replies = [renew(world, member.refresh_token)]
    for days in (0.01, 30, 59):
        with later(timedelta(days=days)):
            replies.append(renew(world, member.refresh_token))

    tokens = {reply.data["refreshToken"] for reply in replies}
    assert len(tokens) == 1
    assert renew(world, tokens.pop()).status == 200


def test_an_app_that_keeps_its_first_token_stays_signed_in_for_years(world: World) -> None:
    member = world.member()

    for days in range(0, 800, 50):
        with later(timedelta(days=days)):
            reply = renew(world, member.refresh_token)
            assert reply.status == 200
            assert _me(world, reply.data["accessToken"]) == (200, "")


def test_a_token_before_the_last_ends_the_sign_in(world: World) -> None:
    member = world.member()
    second = renew(world, member.refresh_token).data
    third = renew(world, second["refreshToken"]).data

    reply = renew(world, member.refresh_token)

    assert reply.code == "TOKEN_REUSED"
    for data in (second, third):
        assert renew(world, data["refreshToken"]).code == "INVALID_TOKEN"
        assert _me(world, data["accessToken"]) == (401, "INVALID_TOKEN")


def test_a_copied_token_ends_one_sign_in_and_no_other(world: World) -> None:
    phone = world.member()
    tablet = sign_in(world, phone)
    newer = renew(world, renew(world, phone.refresh_token).data["refreshToken"]).data

    assert renew(world, phone.refresh_token).code == "TOKEN_REUSED"

    assert _me(world, newer["accessToken"])[0] == 401
    assert _me(world, tablet.access_token)[0] == 200
    assert renew(world, tablet.refresh_token).status == 200


def test_a_forged_token_of_the_right_family_ends_nothing(world: World) -> None:
    member = world.member()
    parts = member.refresh_token.split(".")
    forged = [
        ".".join([*parts[:4], "A" * len(parts[4]), parts[5]]),
        ".".join([*parts[:4], "A" * len(parts[4]), "B" * len(parts[5])]),
        ".".join([*parts[:4], "", ""]),
    ]

    replies = [renew(world, token) for token in forged]

    assert {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}
    assert _me(world, member.access_token)[0] == 200
    assert renew(world, member.refresh_token).status == 200


def test_what_is_no_token_of_ours_is_refused(world: World) -> None:
    member = world.member()
    parts = member.refresh_token.split(".")
    nonsense = [
        "x",
        "r1",
        "r1.....",
        member.refresh_token + ".x",
        member.access_token[:200],
        ".".join(["r2", *parts[1:]]),
        ".".join(["r1", "0", *parts[2:]]),
        ".".join(["r1", "-1", *parts[2:]]),
        ".".join(["r1", "9" * 17, *parts[2:]]),
        ".".join(["r1", "٣", *parts[2:]]),
        ".".join([*parts[:3], str(2**53 - 1), *parts[4:]]),
    ]

    replies = [renew(world, token) for token in nonsense]

    assert {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}


def test_another_brands_key_does_not_take_the_token(world: World, other_world: World) -> None:
    member = world.member()

    reply = renew(other_world, member.refresh_token)

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
    assert renew(world, member.refresh_token).status == 200


def test_a_token_moved_to_another_tenant_finds_nothing(world: World, other_world: World) -> None:
    member = world.member()
    parts = member.refresh_token.split(".")
    moved = ".".join(["r1", str(other_world.client.id), *parts[2:]])

    assert renew(other_world, moved).code == "INVALID_TOKEN"


def test_the_universal_key_takes_every_brands_tokens(world: World) -> None:
    member = world.member()
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    assert renew(world, member.refresh_token, headers=universal).status == 200


def test_a_signed_out_token_is_dead(world: World) -> None:
    member = world.member()
    assert member.call(logout, body={}).status == 200

    assert renew(world, member.refresh_token).code == "INVALID_TOKEN"


def test_a_family_that_nobody_used_for_sixty_days_is_dead(world: World) -> None:
    member = world.member()
    key = world.keys.family(member.principal.user, family_id(member.refresh_token))
    item = world.table.find(key)
    assert item is not None
    assert item["expires"] > 0
    world.table._dynamodb.update_item(
        TableName=world.table.name,
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="SET expires = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )

    assert renew(world, member.refresh_token).code == "INVALID_TOKEN"


def test_the_table_holds_no_token(world: World) -> None:
    member = world.member()
    parts = member.refresh_token.split(".")
    renewed = renew(world, member.refresh_token).data["refreshToken"].split(".")

    stored = str(families(world, member))

    for secret in (parts[4], parts[5], renewed[5]):
        assert secret not in stored


def test_with_an_idempotency_key_the_answer_is_repeated(world: World) -> None:
    member = world.member()
    headers = {"Idempotency-Key": "once"}

    first = renew(world, member.refresh_token, headers=headers)
    with later(timedelta(minutes=10)):
        second = renew(world, member.refresh_token, headers=headers)

    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.data == first.data


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"refreshToken": ""},
        {"refreshToken": 5},
        {"refreshToken": None},
        {"refreshToken": "x" * 201},
    ],
)
def test_a_bad_body_is_refused_by_its_path(world: World, body: dict[str, object]) -> None:
    reply = world.call(refresh, body=body)

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
    assert reply.paths == ["body.refreshToken"]


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    member = world.member()

    reply = world.call(refresh, body={"refreshToken": member.refresh_token, "device": {"a": 1}})

    assert reply.status == 200
    assert reply.headers["X-Ignored-Fields"] == "body.device"


def test_a_call_without_a_key_is_refused(world: World) -> None:
    reply = world.call(refresh, context={}, body={"refreshToken": "x"})

    assert (reply.status, reply.code) == (401, "MISSING_API_KEY")
