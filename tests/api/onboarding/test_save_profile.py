"""POST /v1/onboarding/profile."""

from datetime import timedelta
from typing import Any

import pytest

from onboarding import save_profile
from stvos.clock import standing, utc_now
from stvos.onboarding.repository import session_hash
from stvos.onboarding.service import NEW_FROM
from tests.api.onboarding.world import EVERYTHING, answered, save, show
from tests.world import World


def test_answers_without_a_session_make_one_that_cannot_be_guessed(world: World) -> None:
    first = world.call(save_profile, body={"profile": {"age": 36}}).data
    second = world.call(save_profile, body={}).data

    assert first["profile"] == {"age": 36}
    assert second["profile"] == {}
    assert first["sessionId"] != second["sessionId"]
    assert len(first["sessionId"]) == 32


def test_answers_come_one_by_one_in_any_order_until_nothing_is_missing(world: World) -> None:
    session = answered(world)
    order = ["name", "fitnessGoal", *(field for field in EVERYTHING)][::-1]

    for field in order:
        reply = save(world, session, profile={field: EVERYTHING[field]})

    assert reply.data["profile"] == EVERYTHING
    assert (reply.data["missing"], reply.data["complete"]) == ([], True)
    assert "next" not in reply.data
    assert show(world, session).data == reply.data


def test_missing_names_what_to_ask_next_in_the_order_of_the_questions(world: World) -> None:
    session = answered(world, fitnessLevel="beginner", allergies=["nuts"])

    data = show(world, session).data

    assert data["missing"] == [
        "fitnessGoal", "workoutDays", "workoutTimes", "equipment", "injuries", "preferences",
        "name", "email",
    ]  # fmt: skip
    assert data["next"] == {"field": "fitnessGoal", "text": "What would you like to achieve?"}
    assert data["complete"] is False


def test_a_field_that_comes_again_is_corrected_and_the_others_stay(world: World) -> None:
    session = answered(world, age=36, goals=["strength", "sleep"])

    save(world, session, profile={"goals": ["mobility"]})

    assert show(world, session).data["profile"] == {"age": 36, "goals": ["mobility"]}


def test_fields_are_taken_beside_the_session_id_too(world: World) -> None:
    reply = world.call(save_profile, body={"age": 36, "fitnessLevel": "advanced"})

    assert reply.data["profile"] == {"age": 36, "fitnessLevel": "advanced"}


def test_each_value_keeps_where_it_came_from_and_whether_it_was_confirmed(world: World) -> None:
    session = answered(world, age=36)
    save(world, session, profile={"name": "Mia"}, source="voice")
    save(world, session, profile={"height": 170}, source="voice", confirmed=True)

    assert show(world, session).data["origins"] == {
        "age": {"source": "form", "confirmed": True},
        "name": {"source": "voice", "confirmed": False},
        "height": {"source": "voice", "confirmed": True},
    }


def test_an_answer_that_arrives_late_does_not_undo_a_correction(world: World) -> None:
    session = answered(world)
    now = utc_now()
    with standing(now):
        save(world, session, profile={"age": 37})

    with standing(now - timedelta(seconds=5)):
        late = save(world, session, profile={"age": 36, "name": "Mia"})

    assert late.data["profile"] == {"age": 37, "name": "Mia"}


@pytest.mark.parametrize(
    ("answer", "flag"),
    [
        ({"injuries": ["Chest pain when I run"]}, "chest_pain"),
        ({"preferences": ["I am pregnant"]}, "pregnancy"),
        ({"goals": ["over my anorexia"]}, "eating_disorder"),
    ],
)
def test_a_red_flag_is_set_with_the_words_to_say(
    world: World, answer: dict[str, Any], flag: str
) -> None:
    session = answered(world, **answer)

    safety = show(world, session).data["safety"]

    assert safety["flags"] == [flag]
    assert "doctor" in safety["message"]


def test_harmless_answers_set_no_flag(world: World) -> None:
    session = answered(
        world, goals=["chest press", "purge bad habits"], preferences=["eating well"]
    )

    assert "safety" not in show(world, session).data


@pytest.mark.parametrize(
    ("profile", "path"),
    [
        ({"age": 200}, "body.profile.age"),
        ({"height": 5}, "body.profile.height"),
        ({"fitnessGoal": "x" * 10_000}, "body.profile.fitnessGoal"),
        ({"preferences": ["x" * 10_000]}, "body.profile.preferences[0]"),
        ({"workoutDays": ["someday"]}, "body.profile.workoutDays[0]"),
        ({"email": "mia"}, "body.profile.email"),
        ({"timezone": "Mars/Olympus"}, "body.profile.timezone"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    world: World, profile: dict[str, Any], path: str
) -> None:
    session = answered(world, age=36)

    reply = save(world, session, profile=profile | {"gender": "female"})

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [path])
    assert show(world, session).data["profile"] == {"age": 36}


def test_unknown_fields_are_named_and_not_stored(world: World) -> None:
    reply = world.call(save_profile, body={"profile": {"age": 36, "shoeSize": 41}})

    assert reply.headers["X-Ignored-Fields"] == "body.profile.shoeSize"
    assert reply.data["profile"] == {"age": 36}


def test_a_session_of_another_brand_or_one_unknown_is_refused(
    world: World, other_world: World
) -> None:
    session = answered(other_world, age=36)

    foreign = save(world, session, profile={"age": 20})
    unknown = save(world, "A" * 32, profile={"age": 20})

    assert (foreign.status, foreign.code) == (unknown.status, unknown.code)
    assert (foreign.status, foreign.code) == (400, "INVALID_SESSION")
    assert show(other_world, session).data["profile"] == {"age": 36}


def test_a_session_lives_for_72_hours(world: World) -> None:
    session = answered(world, age=36)
    now = utc_now()

    with standing(now + timedelta(hours=71, minutes=59)):
        assert save(world, session, profile={"name": "Mia"}).status == 200
    with standing(now + timedelta(hours=72, minutes=1)):
        reply = save(world, session, profile={"name": "Ada"})
        shown = show(world, session)

    assert (reply.code, shown.code) == ("INVALID_SESSION", "INVALID_SESSION")


def test_the_id_of_a_session_is_stored_nowhere(world: World) -> None:
    session = answered(world, age=36)

    stored = world.table.find(world.keys.onboarding_session(session_hash(session)))

    assert stored is not None
    assert session not in str(stored)


def test_one_address_makes_so_many_sessions_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "stvos.onboarding.service.NEW_FROM", type(NEW_FROM)("onboarding_from", 2, NEW_FROM.window)
    )

    statuses = [world.call(save_profile, body={}).status for _ in range(3)]
    elsewhere = world.call(save_profile, body={}, address="198.51.100.9")

    assert statuses == [200, 200, 429]
    assert elsewhere.status == 200
