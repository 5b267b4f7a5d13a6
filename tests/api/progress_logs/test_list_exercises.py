"""GET /v1/exercises."""

import pytest

from progress_logs import get_exercise, list_exercises
from stvos.clients.models import KeyKind
from tests.world import World, call


def test_the_library_comes_in_pages_in_the_order_of_names(world: World) -> None:
    first = world.call(list_exercises).data
    total, pages = first["pagination"]["total"], first["pagination"]["totalPages"]

    names = [
        exercise["name"]
        for page in range(1, pages + 1)
        for exercise in world.call(list_exercises, query={"page": str(page)}).data["items"]
    ]

    assert first["pagination"] == {"page": 1, "limit": 20, "total": total, "totalPages": pages}
    assert total >= 150
    assert pages == -(-total // 20)
    assert names == sorted(set(names), key=str.casefold)
    assert len(names) == total


def test_a_page_past_the_end_is_empty(world: World) -> None:
    reply = world.call(list_exercises, query={"page": "99999", "limit": "100"})

    assert reply.data["items"] == []
    assert reply.data["pagination"]["page"] == 99999


def test_an_exercise_tells_everything_a_plan_needs(world: World) -> None:
    data = world.call(list_exercises, query={"search": "goblet squat"}).data

    assert data["pagination"]["total"] == 1
    exercise = data["items"][0]
    assert exercise.pop("instructions").startswith("Hold one dumbbell upright")
    assert exercise == {
        "id": 1011,
        "slug": "dumbbell-goblet-squat",
        "name": "Dumbbell Goblet Squat",
        "muscles": {
            "primary": ["quadriceps", "glutes"],
            "secondary": ["abdominals", "upper_back"],
        },
        "equipment": ["dumbbell"],
        "level": "beginner",
        "pattern": "squat",
        "kind": "strength",
        "unilateral": False,
        "measuredBy": "reps",
        "contraindications": ["hip", "knee"],
    }


def test_the_filters_narrow_together(world: World) -> None:
    query = {"muscle": "hamstrings", "equipment": "kettlebell", "level": "intermediate"}

    items = world.call(list_exercises, query=query).data["items"]

    assert [exercise["name"] for exercise in items] == [
        "Kettlebell Gorilla Row",
        "Kettlebell Swing",
    ]


def test_none_finds_what_needs_no_equipment(world: World) -> None:
    data = world.call(list_exercises, query={"equipment": "none", "limit": "100"}).data

    assert data["pagination"]["total"] >= 60
    assert {tuple(exercise["equipment"]) for exercise in data["items"]} == {()}


@pytest.mark.parametrize("search", ["Pílatès", "roll-up", "ROLLUP", "rollups pil"])
def test_a_search_folds_accents_and_finds_beginnings_of_words(world: World, search: str) -> None:
    items = world.call(list_exercises, query={"search": search}).data["items"]

    assert "Pilates Roll-Up" in [exercise["name"] for exercise in items]


def test_a_search_that_meets_nothing_is_an_empty_list(world: World) -> None:
    reply = world.call(list_exercises, query={"search": "levitation"})

    assert reply.data == {
        "items": [],
        "pagination": {"page": 1, "limit": 20, "total": 0, "totalPages": 0},
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("muscle", "moustache"),
        ("muscle", ""),
        ("equipment", "broom"),
        ("level", "BEGINNER"),
        ("search", "x" * 101),
        ("search", "plank\x00"),
        ("search", "\ud800"),
        ("page", "0"),
        ("page", "1.5"),
        ("limit", "101"),
        ("limit", "many"),
        ("colour", "red"),
    ],
)
def test_a_condition_that_is_not_valid_is_refused_with_its_path(
    world: World, name: str, value: str
) -> None:
    reply = world.call(list_exercises, query={name: value})

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
    assert {path.partition(".")[2].partition(".")[0] for path in reply.paths} == {name}


@pytest.mark.parametrize("search", ["((((", "%' OR 1=1", "\u202e", "🏋"])
def test_odd_text_is_searched_for_like_any_other(world: World, search: str) -> None:
    reply = world.call(list_exercises, query={"search": search})

    assert reply.status == 200
    assert reply.data["items"] == []


def test_members_and_other_brands_see_the_same_library(world: World, other_world: World) -> None:
    query = {"search": "plank"}
    own = world.call(list_exercises, query=query).data

    assert world.member().call(list_exercises, query=query).data == own
    assert other_world.call(list_exercises, query=query).data == own


@pytest.mark.parametrize("endpoint", [list_exercises, get_exercise])
def test_without_a_key_nothing_is_shown(cloud: None, endpoint: object) -> None:
    path = {"id": 1001} if endpoint is get_exercise else {}

    reply = call(endpoint, context={}, **path)  # type: ignore[arg-type]

    assert (reply.status, reply.code) == (401, "MISSING_API_KEY")


def test_a_made_up_key_is_refused(cloud: None) -> None:
    reply = call(list_exercises, headers={"X-API-Key": "fytos_made_up"})

    assert (reply.status, reply.code) == (401, "INVALID_API_KEY")


def test_the_universal_key_reads_it_with_a_member_s_token(world: World) -> None:
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    reply = world.member().call(list_exercises, headers=universal, query={"limit": "1"})

    assert len(reply.data["items"]) == 1
