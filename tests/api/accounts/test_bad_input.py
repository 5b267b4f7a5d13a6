"""What no accounts route takes: each is refused with its code, before anything is stored."""

import json
from types import ModuleType
from typing import Any

import pytest

from accounts import forgot_password, login, refresh, register, reset_password
from tests.world import PASSWORD, Reply, World

EMAIL = "ada@example.com"
GOOD: dict[ModuleType, dict[str, Any]] = {
    register: {"email": EMAIL, "password": PASSWORD, "name": "Ada", "profile": {}, "settings": {}},
    login: {"email": EMAIL, "password": PASSWORD},
    refresh: {"refreshToken": "x"},
    forgot_password: {"email": EMAIL},
    reset_password: {"email": EMAIL, "code": "123456", "newPassword": PASSWORD},
}
ROUTES = list(GOOD)


def _with(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The body with one field, named by its path, set to a value."""
    copy = json.loads(json.dumps(body))
    place = copy
    *parents, last = path.split(".")
    for name in parents:
        place = place.setdefault(name, {})
    place[last] = value
    return dict(copy)


def _expect_nothing_stored(world: World) -> None:
    assert list(world.table.all(world.keys.users())) == []
    assert world.outbox() == []


BAD_FIELDS: list[tuple[str, Any]] = [
    ("email", None), ("email", 5), ("email", ""), ("email", "no-at"), ("email", "a@b"),
    ("email", "a@b.example\x00"), ("email", "a b@example.com"), ("email", "ä@example.com"),
    ("email", "a" * 65 + "@example.com"), ("email", "a@" + "b." * 130 + "com"),
    ("email", "a@example.com\nBcc: x@example.com"), ("email", ["a@example.com"]),
    ("password", None), ("password", 12345678), ("password", ""), ("password", "x" * 129),
    ("password", "abc\x00defgh"), ("password", {"$ne": ""}),
    ("name", 5), ("name", "x" * 121), ("name", "a\x00b"), ("name", "a\nb"), ("name", "a\u2028b"),
    ("voucherCode", 5), ("voucherCode", "x" * 61), ("sessionId", "x" * 101), ("sessionId", 5),
    ("coachId", "five"), ("coachId", 0), ("coachId", -1), ("coachId", 2**53), ("coachId", 1.5),
    ("coachId", True), ("profile", []), ("profile", "x"), ("settings", 5),
    ("profile.age", 12), ("profile.age", 121), ("profile.age", "thirty"), ("profile.age", 30.5),
    ("profile.height", 1), ("profile.height", "1e3"), ("profile.weight", 1e308),
    ("profile.gender", "x" * 41), ("profile.gender", "a\x00"), ("profile.fitnessLevel", "x" * 41),
    ("profile.fitnessGoal", "x" * 121), ("profile.goals", "run"), ("profile.goals", ["x"] * 31),
    ("profile.workoutDays", ["someday"]), ("profile.workoutDays", ["mon"] * 8),
    ("profile.equipment", [5]), ("profile.injuries", ["x" * 41]), ("profile.allergies", [""]),
    ("profile.dietaryRestrictions", {"a": 1}),
    ("settings.notifications", "yes"), ("settings.timezone", 5),
    ("settings.notifications", 1), ("settings.units", "imperial units"),
    ("settings.shareProgressWithCoach", "true"),
]  # fmt: skip


def test_every_bad_field_of_a_sign_up_is_named_by_its_path(world: World) -> None:
    for path, value in BAD_FIELDS:
        reply = world.call(register, body=_with(GOOD[register], path, value))

        assert reply.status == 400, (path, value)
        assert reply.code == "VALIDATION_ERROR", (path, value)
        [told] = {named.partition("[")[0] for named in reply.paths}
        assert told == f"body.{path}", (path, value)
    _expect_nothing_stored(world)


def test_every_bad_item_of_a_list_is_named_by_its_place(world: World) -> None:
    body = _with(GOOD[register], "profile.goals", ["run", "", "x" * 41])

    assert world.call(register, body=body).paths == [
        "body.profile.goals[1]",
        "body.profile.goals[2]",
    ]


@pytest.mark.parametrize("field", ["email", "password", "clientId"])
def test_every_bad_field_of_a_sign_in_is_named_by_its_path(world: World, field: str) -> None:
    values = {"email": ["", "x", 5, None], "password": ["", 5, None, "x" * 129, "a\x00"]}
    for value in values.get(field, ["five", 0, -1, 2**53, 1.5]):
        reply = world.call(login, body=GOOD[login] | {field: value})

        assert (reply.status, reply.paths) == (400, [f"body.{field}"]), value


def _refusals(world: World, body: Any, **request: Any) -> set[tuple[int, str]]:
    replies: list[Reply] = [world.call(route, body=body, **request) for route in ROUTES]
    return {(reply.status, reply.code) for reply in replies}


def test_a_body_of_more_than_a_megabyte_is_too_large(world: World) -> None:
    body = json.dumps({"email": EMAIL, "password": PASSWORD, "name": "x" * 1_000_000})

    assert _refusals(world, body) == {(413, "PAYLOAD_TOO_LARGE")}
    _expect_nothing_stored(world)


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "json", "*/*"]
)
def test_another_content_type_is_refused(world: World, media: str) -> None:
    headers = {"Content-Type": media}

    assert _refusals(world, "{}", headers=headers) == {(415, "UNSUPPORTED_MEDIA_TYPE")}


@pytest.mark.parametrize(
    "media", ["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json", ""]
)
def test_json_by_any_of_its_names_is_taken(world: World, media: str) -> None:
    world.member(EMAIL)

    reply = world.call(login, body=GOOD[login], headers={"Content-Type": media})

    assert reply.status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe{}",
        b'{"email": "\xe4@example.com"}',
        b'{"email": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        '{"email": "\\ud800"}',
        '{"email": "\\udc00\\ud800"}',
        '{"email": "a\x00b"}',
        "{",
        "{}}",
        "{'email': 1}",
        '{"email": undefined}',
        "// {}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_is_not_json_in_utf_8_is_malformed(world: World, body: str | bytes) -> None:
    assert _refusals(world, body) == {(400, "MALFORMED_JSON")}
    _expect_nothing_stored(world)


@pytest.mark.parametrize("body", ["[]", "5", '"text"', "null", "true", "[{}]"])
def test_json_that_is_no_object_is_refused(world: World, body: str) -> None:
    assert _refusals(world, body) == {(400, "VALIDATION_ERROR")}


def test_nan_and_infinity_are_no_numbers(world: World) -> None:
    for number in ("NaN", "Infinity", "-Infinity", "1e999"):
        body = f'{{"email":"{EMAIL}","password":"{PASSWORD}","profile":{{"weight":{number}}}}}'
        reply = world.call(register, body=body)
        assert reply.status == 400, number
    _expect_nothing_stored(world)


def test_deep_nesting_in_an_unknown_field_is_ignored_or_malformed(world: World) -> None:
    """Never a crash: what is within the parser's depth is an unknown field like another."""
    for depth in (10, 100, 150, 190, 250, 1_000, 50_000):
        deep = "[" * depth + "]" * depth
        body = f'{{"email":"{EMAIL}","password":"not this one","x":{deep}}}'

        reply = world.call(login, body=body)

        assert (reply.status, reply.code) in {
            (401, "INVALID_CREDENTIALS"),
            (400, "MALFORMED_JSON"),
        }, depth


def test_unknown_fields_are_ignored_and_named_where_the_public_api_is(world: World) -> None:
    body = GOOD[register] | {
        "fcmToken": "x",
        "profile": {"age": 30, "shoeSize": {"eu": 39}},
        "settings": {"theme": "dark"},
        "a.b": 1,
        "weird\r\nX-Evil: 1": 2,
        "ключ": 3,
    }

    reply = world.call(register, body=body)

    assert reply.status == 201
    named = reply.headers["X-Ignored-Fields"]
    assert "body.fcmToken" in named
    assert "body.profile.shoeSize" in named
    assert "body.settings.theme" in named
    assert named.isascii()
    assert named.isprintable()


def test_a_thousand_unknown_fields_are_ignored(world: World) -> None:
    world.member(EMAIL)
    body = GOOD[login] | {f"x{n}": n for n in range(1_000)}

    reply = world.call(login, body=body)

    assert reply.status == 200
    assert len(reply.headers["X-Ignored-Fields"]) <= 1_000


@pytest.mark.parametrize("route", [forgot_password, reset_password])
def test_unknown_fields_are_refused_elsewhere(world: World, route: ModuleType) -> None:
    body = GOOD[route] | {"one": 1, "two": {"deep": 2}}

    reply = world.call(route, body=body)

    assert (reply.status, set(reply.paths)) == (400, {"body.one", "body.two"})


def test_a_field_sent_twice_is_one_field(world: World) -> None:
    body = f'{{"email":"eve@example.com","email":"{EMAIL}","password":"{PASSWORD}"}}'

    reply = world.call(register, body=body)

    assert reply.data["user"]["email"] == EMAIL


def test_names_of_the_table_are_no_names_of_the_api(world: World) -> None:
    """snake_case, as it is stored, is not read: neither code is looked at."""
    body = {"email": EMAIL, "password": PASSWORD, "voucher_code": "X", "coach_id": 5}

    assert world.call(register, body=body).status == 201


def test_what_was_sent_is_not_sent_back(world: World) -> None:
    secret = "hunter2-hunter2-hunter2" * 6

    reply = world.call(register, body={"email": "bad", "password": secret})

    assert reply.status == 400
    assert "hunter2" not in reply.text
