"""POST /v1/auth/login."""

from accounts import login, me, register
from stvos.accounts.members import LOGIN_BY_ACCOUNT
from stvos.clients.models import KeyKind
from tests.world import PASSWORD, World


def test_a_right_password_signs_in(world: World) -> None:
    member = world.member("ada@example.com")

    reply = world.call(login, body={"email": "Ada@Example.com ", "password": PASSWORD})

    assert reply.status == 200
    assert reply.data["user"] == {
        "id": member.id,
        "email": "ada@example.com",
        "name": "Mia Member",
        "role": "user",
    }
    assert reply.data["expiresIn"] == 3600
    assert reply.data["tokens"]["accessToken"] == reply.data["accessToken"]
    assert "client" not in reply.data
    signed_in = world.call(me, headers={"Authorization": f"Bearer {reply.data['accessToken']}"})
    assert signed_in.data["user"]["id"] == member.id


def test_a_wrong_password_and_an_unknown_mail_are_refused_alike(world: World) -> None:
    world.member("ada@example.com")

    wrong = world.call(login, body={"email": "ada@example.com", "password": "not this one"})
    unknown = world.call(login, body={"email": "eve@example.com", "password": "not this one"})

    assert wrong.status == unknown.status == 401
    assert wrong.code == unknown.code == "INVALID_CREDENTIALS"
    assert {**wrong.json, "requestId": ""} == {**unknown.json, "requestId": ""}


def test_too_many_wrong_passwords_close_the_account_for_a_while(world: World) -> None:
    world.member("ada@example.com")
    body = {"email": "ada@example.com", "password": "not this one"}

    codes = [world.call(login, body=body).code for _ in range(LOGIN_BY_ACCOUNT.attempts)]
    right = world.call(login, body=body | {"password": PASSWORD})

    assert set(codes) == {"INVALID_CREDENTIALS"}
    assert right.code == "TOO_MANY_ATTEMPTS"
    assert 0 < int(right.headers["Retry-After"]) <= 900


def test_signing_in_often_is_not_guessing(world: World) -> None:
    world.member("ada@example.com")
    body = {"email": "ada@example.com", "password": PASSWORD}

    statuses = {world.call(login, body=body).status for _ in range(LOGIN_BY_ACCOUNT.attempts * 2)}

    assert statuses == {200}


def test_an_account_belongs_to_one_brand(world: World, other_world: World) -> None:
    world.member("ada@example.com")

    reply = other_world.call(login, body={"email": "ada@example.com", "password": PASSWORD})

    assert reply.code == "INVALID_CREDENTIALS"


def test_the_universal_key_finds_the_brand_by_the_mail(world: World) -> None:
    world.member("only-here@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    reply = world.call(
        login, headers=universal, body={"email": "only-here@example.com", "password": PASSWORD}
    )

    assert reply.data["client"]["id"] == world.client.id
    assert reply.data["client"]["branding"]["primaryColor"] == "#0f766e"


def test_the_universal_key_asks_which_brand_a_shared_mail_means(
    world: World, other_world: World
) -> None:
    for brand in (world, other_world):
        brand.member("both@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
    body = {"email": "both@example.com", "password": PASSWORD}

    ambiguous = world.call(login, headers=universal, body=body)
    chosen = world.call(login, headers=universal, body=body | {"clientId": other_world.client.id})

    assert ambiguous.code == "CLIENT_AMBIGUOUS"
    assert {c["id"] for c in ambiguous.json["clients"]} == {world.client.id, other_world.client.id}
    assert chosen.data["client"]["id"] == other_world.client.id


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    world.member("ada@example.com")

    reply = world.call(
        login,
        body={"email": "ada@example.com", "password": PASSWORD, "fcmToken": "x", "role": "trainer"},
    )

    assert reply.status == 200
    assert reply.data["user"]["role"] == "user"
    assert reply.headers["X-Ignored-Fields"] == "body.fcmToken, body.role"


def test_a_call_without_an_authorizer_s_context_is_refused(world: World) -> None:
    reply = world.call(login, context={}, body={"email": "a@example.com", "password": PASSWORD})

    assert (reply.status, reply.code) == (401, "MISSING_API_KEY")


def test_what_is_not_json_is_refused(world: World) -> None:
    bodies = [
        "{",
        "[1]",
        b"\xff\xfe",
        '"text"',
        "[" * 5000,
        '{"email": "a@b.test", "password": NaN}',
    ]

    replies = [world.call(login, body=body) for body in bodies]

    assert {reply.status for reply in replies} == {400}


def test_the_same_mail_cannot_register_twice(world: World) -> None:
    world.member("ada@example.com")

    reply = world.call(register, body={"email": "ADA@example.com", "password": PASSWORD})

    assert (reply.status, reply.code) == (409, "USER_EXISTS")
