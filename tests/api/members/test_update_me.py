"""PUT /v1/users/me."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from members import get_me, update_me
from tests.world import Member, World

PROFILE = {"age": 36, "height": 170, "weight": 64.5, "goals": ["strength", "sleep"]}


def user(member: Member) -> Any:
    return member.call(get_me).data["user"]


def test_only_what_is_sent_changes(world: World) -> None:
    member = world.member(profile=PROFILE, settings={"units": "imperial"})
    before = user(member)

    reply = member.call(update_me, body={"profile": {"weight": 63, "gender": "female"}})

    assert reply.status == 200
    wanted = before | {"profile": before["profile"] | {"weight": 63, "gender": "female"}}
    assert reply.data["user"] == user(member) == wanted
    assert world.item_of(member)["profile"]["weight"] == 63


def test_voice_consent_is_said_whole_with_its_time_and_taken_back_by_null(world: World) -> None:
    member = world.member()

    member.call(update_me, body={"settings": {"voiceConsent": {"transcript": True}}})
    given = user(member)["settings"]["voiceConsent"]
    member.call(update_me, body={"settings": {"voiceConsent": None}})

    assert (given["transcript"], given["recording"]) == (True, False)
    assert given["givenAt"]
    assert "voiceConsent" not in user(member)["settings"]


def test_null_clears_a_field_and_lists_are_replaced_whole(world: World) -> None:
    member = world.member(profile=PROFILE)

    member.call(
        update_me, body={"profile": {"age": None, "goals": ["mobility"], "allergies": ["nuts"]}}
    )
    first = user(member)["profile"]
    member.call(update_me, body={"profile": {"goals": None, "allergies": []}})
    second = user(member)["profile"]

    assert (first["age"], first["goals"], first["allergies"]) == (None, ["mobility"], ["nuts"])
    assert first["height"] == 170
    assert (second["goals"], second["allergies"]) == ([], [])


def test_null_clears_a_whole_part(world: World) -> None:
    brand = World.with_client(timezone="Europe/Lisbon")
    member = brand.member(profile=PROFILE, settings={"units": "imperial", "timezone": "UTC"})
    fresh = brand.member()

    member.call(update_me, body={"profile": None, "settings": None})

    assert user(member)["profile"] == user(fresh)["profile"]
    assert user(member)["settings"] == user(fresh)["settings"]
    assert user(member)["settings"]["timezone"] == "Europe/Lisbon"


def test_settings_go_back_to_their_defaults_one_by_one(world: World) -> None:
    member = world.member()
    changed = {"notifications": False, "units": "imperial", "waterGoalMl": 2500}
    member.call(update_me, body={"settings": changed | {"timezone": "Asia/Tokyo"}})
    assert user(member)["settings"] == changed | {
        "timezone": "Asia/Tokyo",
        "shareProgressWithCoach": False,
    }

    member.call(
        update_me,
        body={"settings": {"notifications": None, "waterGoalMl": None, "timezone": None}},
    )

    assert user(member)["settings"] == {
        "notifications": True,
        "units": "imperial",
        "timezone": "UTC",
        "shareProgressWithCoach": False,
    }


def test_a_name_changes_and_a_cleared_one_becomes_what_it_was_without(world: World) -> None:
    member = world.member("ada.l@example.com")

    assert member.call(update_me, body={"name": " Ada "}).data["user"]["name"] == "Ada"
    assert member.call(update_me, body={"name": None}).data["user"]["name"] == "ada.l"


def test_nothing_sent_changes_nothing(world: World) -> None:
    member = world.member(profile=PROFILE)
    before = user(member)

    bodies: list[Any] = [{}, {"profile": {}, "settings": {}}, None, {"name": " "}]
    replies = [member.call(update_me, body=body) for body in bodies]

    assert [reply.data["user"] for reply in replies] == [before] * 4


def test_what_is_not_the_member_s_to_set_is_ignored_and_named(world: World) -> None:
    member = world.member("ada@example.com")
    before = world.item_of(member)
    wish = {
        "role": "trainer",
        "premium": True,
        "emailVerified": True,
        "coach": {"id": 1},
        "coachId": 1,
        "email": "eve@example.com",
        "id": 1,
        "passwordHash": "x",
        "photo": "exports/1/1/x.json",
    }

    reply = member.call(update_me, body=wish | {"profile": {"bloodType": "A"}, "name": "Ada"})

    assert reply.status == 200
    ignored = reply.headers["X-Ignored-Fields"].split(", ")
    assert sorted(ignored) == sorted([*(f"body.{name}" for name in wish), "body.profile.bloodType"])
    after = world.item_of(member)
    assert {n: v for n, v in after.items() if n not in {"name", "writer"}} == {
        n: v for n, v in before.items() if n not in {"name", "writer"}
    }


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": "x" * 121}, "body.name"),
        ({"profile": {"age": 12}}, "body.profile.age"),
        ({"profile": {"age": "old"}}, "body.profile.age"),
        ({"profile": {"height": 276}}, "body.profile.height"),
        ({"profile": {"weight": 1e999}}, "body.profile.weight"),
        ({"profile": {"goals": ["x"] * 31}}, "body.profile.goals"),
        ({"profile": {"workoutDays": ["someday"]}}, "body.profile.workoutDays[0]"),
        ({"profile": []}, "body.profile"),
        ({"settings": {"timezone": "Mars/Olympus"}}, "body.settings.timezone"),
        ({"settings": {"timezone": "../etc/passwd"}}, "body.settings.timezone"),
        ({"settings": {"units": "stones"}}, "body.settings.units"),
        ({"settings": {"waterGoalMl": 100}}, "body.settings.waterGoalMl"),
    ],
)
def test_what_is_out_of_bounds_is_refused_by_its_path(
    world: World, body: dict[str, Any], path: str
) -> None:
    member = world.member(profile=PROFILE)
    before = user(member)
    sent: Any = body
    if body == {"profile": {"weight": float("inf")}}:
        sent = '{"profile": {"weight": 1e999}}'

    reply = member.call(update_me, body=sent)

    assert (reply.status, reply.paths) == (400, [path])
    assert user(member) == before


def test_changes_at_the_same_time_all_stay(world: World) -> None:
    member = world.member()
    wishes: list[dict[str, Any]] = [
        {"profile": {"age": 40}},
        {"profile": {"height": 180}},
        {"profile": {"weight": 80}},
        {"settings": {"units": "imperial"}},
        {"settings": {"notifications": False}},
        {"name": "Ada"},
    ]

    with ThreadPoolExecutor(len(wishes)) as in_parallel:
        replies = list(in_parallel.map(lambda wish: member.call(update_me, body=wish), wishes))

    assert {reply.status for reply in replies} == {200}
    after = user(member)
    assert [after["profile"][name] for name in ("age", "height", "weight")] == [40, 180, 80]
    assert (after["settings"]["units"], after["settings"]["notifications"]) == ("imperial", False)
    assert after["name"] == "Ada"


def test_another_brand_s_member_stays_as_they_are(world: World, other_world: World) -> None:
    member = world.member("same@example.com", profile=PROFILE)
    stranger = other_world.member("same@example.com", profile=PROFILE)

    member.call(update_me, body={"name": "Changed", "profile": {"age": 99}})

    assert user(stranger)["name"] == "Mia Member"
    assert user(stranger)["profile"]["age"] == 36
