"""GET /v1/users/me."""

from members import get_me
from tests.world import World


def test_a_member_sees_themselves(world: World) -> None:
    member = world.member(
        "ada@example.com",
        profile={"age": 36, "height": 170.5, "goals": ["strength"], "workoutDays": ["mon"]},
        settings={"timezone": "Europe/London", "units": "imperial"},
    )

    user = member.call(get_me).data["user"]

    assert user.pop("createdAt").endswith("Z")
    assert user == {
        "id": member.id,
        "email": "ada@example.com",
        "name": "Mia Member",
        "role": "user",
        "emailVerified": False,
        "profile": {
            "age": 36,
            "gender": None,
            "height": 170.5,
            "weight": None,
            "fitnessLevel": None,
            "fitnessGoal": None,
            "goals": ["strength"],
            "workoutDays": ["mon"],
            "equipment": [],
            "injuries": [],
            "dietaryRestrictions": [],
            "allergies": [],
            "workoutTimes": [],
            "preferences": [],
            "languages": [],
        },
        "settings": {
            "notifications": True,
            "timezone": "Europe/London",
            "units": "imperial",
            "shareProgressWithCoach": False,
        },
        "coach": None,
    }


def test_nothing_secret_is_shown(world: World) -> None:
    text = world.member().call(get_me).text

    for secret in ("argon2", "password", "premium", "family"):
        assert secret not in text.lower()


def test_it_needs_a_signed_in_member(world: World) -> None:
    assert world.call(get_me).code == "MISSING_TOKEN"
    assert world.call(get_me, context={}).code == "MISSING_TOKEN"


def test_a_token_of_another_brand_with_this_brand_s_key_is_refused(
    world: World, other_world: World
) -> None:
    stranger = other_world.member()

    reply = stranger.call(get_me, headers={"X-API-Key": world.key})

    assert (reply.status, reply.code) == (401, "INVALID_API_KEY")
