"""POST /v1/users/me/nutrition-plan."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from foods import create_nutrition_plan, get_nutrition_plan
from members import update_me
from stvos.dynamodb.keys import UserId
from stvos.foods.table import require_food
from stvos.foods.vocabulary import Allergen
from stvos.members.archive import write_archive
from tests.api.foods.plans import plans_of
from tests.world import World


def test_the_first_plan_starts_today_and_is_kept(world: World) -> None:
    member = world.member()

    reply = member.call(create_nutrition_plan, body={})

    plan = reply.data["nutritionPlan"]
    assert reply.status == 201
    assert (plan["version"], plan["generatedBy"]) == (1, "planner")
    assert member.call(get_nutrition_plan).data["nutritionPlan"] == plan


def test_it_goes_by_the_stored_profile(world: World) -> None:
    member = world.member()
    profile = {"allergies": ["milk"], "dietaryRestrictions": ["vegetarian"], "age": 30}
    member.call(update_me, body={"profile": profile})

    plan = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]

    foods = [
        require_food(one["foodId"])
        for day in plan["days"]
        for meal in day["meals"]
        for one in meal["ingredients"]
    ]
    assert foods
    assert not [food.name for food in foods if Allergen.MILK in (food.contains or ())]
    assert not [food.name for food in foods if food.category in {"meat", "poultry", "fish"}]


def test_what_the_request_says_goes_before_the_stored_profile(world: World) -> None:
    member = world.member()
    member.call(update_me, body={"profile": {"weight": 60, "height": 170, "age": 30}})

    light = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    body = {"userProfile": {"weight": 110}, "preferences": {"duration": "3 days"}}
    heavy = member.call(create_nutrition_plan, body=body).data["nutritionPlan"]

    assert heavy["targetCalories"] > light["targetCalories"]
    assert len(heavy["days"]) == 3


def test_a_new_plan_never_replaces_the_meals_of_today(world: World) -> None:
    member = world.member()
    first = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    today = date.fromisoformat(first["startsOn"])
    second = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    third = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]

    assert (second["version"], third["version"]) == (2, 3)
    assert third["startsOn"] == str(today + timedelta(days=1))
    plans = plans_of(world, member)
    now, tomorrow = plans.on(today), plans.on(today + timedelta(days=1))
    assert now is not None
    assert tomorrow is not None
    assert [m.name for m in now.meals] == [m["name"] for m in first["days"][0]["meals"]]
    assert [m.name for m in tomorrow.meals] == [m["name"] for m in third["days"][0]["meals"]]


def test_the_days_come_again_and_again(world: World) -> None:
    member = world.member()
    plan = member.call(create_nutrition_plan, body={"preferences": {"duration": "3 days"}}).data
    start = date.fromisoformat(plan["nutritionPlan"]["startsOn"])

    plans = plans_of(world, member)

    assert plans.on(start) == plans.on(start + timedelta(days=3))
    assert plans.on(start) != plans.on(start + timedelta(days=1))
    assert plans.on(start - timedelta(days=1)) is None


def test_only_fifty_versions_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stvos.nutrition.repository.KEPT_VERSIONS", 2)
    member = world.member()
    for _ in range(4):
        member.call(create_nutrition_plan, body={"preferences": {"duration": "1 day"}})

    repository = plans_of(world, member)._repository
    assert [repository.find(version) is None for version in (1, 2, 3, 4)] == [
        True,
        True,
        False,
        False,
    ]


def test_wishes_that_cannot_be_met_store_nothing(world: World) -> None:
    member = world.member()

    reply = member.call(create_nutrition_plan, body={"userProfile": {"allergies": ["xyzzy"]}})

    assert (reply.status, reply.paths) == (400, ["body.userProfile.allergies[0]"])
    assert member.call(get_nutrition_plan).status == 404


def test_a_word_is_named_where_it_is_in_the_stored_profile_or_in_the_request(world: World) -> None:
    member = world.member()
    profile = {"dietaryRestrictions": ["vegan", "klingon"], "allergies": ["xyzzy"]}
    member.call(update_me, body={"profile": profile})

    stored = member.call(create_nutrition_plan, body={})
    mixed = member.call(create_nutrition_plan, body={"userProfile": {"allergies": ["plugh"]}})
    allergies: dict[str, list[str]] = {"allergies": [], "dietaryRestrictions": []}
    corrected = member.call(create_nutrition_plan, body={"userProfile": allergies})

    assert (stored.status, stored.paths) == (
        400,
        ["profile.dietaryRestrictions[1]", "profile.allergies[0]"],
    )
    messages = [field["message"] for field in stored.json["fields"]]
    assert all("'klingon'" in m or "'xyzzy'" in m for m in messages)
    assert all("PUT /v1/users/me" in m for m in messages)
    assert mixed.paths == ["profile.dietaryRestrictions[1]", "body.userProfile.allergies[0]"]
    assert [("stored" in field["message"]) for field in mixed.json["fields"]] == [True, False]
    assert corrected.status == 201


def test_a_stored_profile_that_leaves_too_few_dishes_is_named_as_stored(world: World) -> None:
    member = world.member()
    none_left = ["vegan", "gluten free", "rice", "oats", "potato", "quinoa", "soy", "nuts", "bean"]
    member.call(update_me, body={"profile": {"allergies": none_left}})

    reply = member.call(create_nutrition_plan, body={})

    assert (reply.status, reply.paths) == (400, ["profile"])


def test_every_version_is_in_the_member_s_export(world: World) -> None:
    member = world.member()
    for _ in range(2):
        member.call(create_nutrition_plan, body={"preferences": {"duration": "1 day"}})
    out, items = BytesIO(), world.table.all(world.keys.everything_of(UserId(member.id)))

    write_archive(out, brand="Acme", made_at=datetime.now(UTC), items=items, photo=None)

    archive = json.loads(out.getvalue())
    assert [plan["version"] for plan in archive["nutritionPlans"]] == [1, 2]
