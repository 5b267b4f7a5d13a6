"""Foods found, and a week of meals planned for a member who does not eat everything."""

from collections import Counter

from tests.end_to_end.trip import Trip

VEGAN = {
    "userProfile": {
        "age": 34,
        "gender": "female",
        "height": 168,
        "weight": 64,
        "goals": ["build muscle"],
        "dietaryRestrictions": ["vegan"],
        "allergies": ["nuts"],
    },
    "preferences": {"duration": "7 days", "mealTypes": ["breakfast", "lunch", "dinner", "snack"]},
}


def foods_are_found_half_typed_and_mistyped(trip: Trip) -> None:
    for text in ("chicken brea", "chiken breast"):
        first, *_ = trip.app.get("/foods", search=text).data["items"]
        assert first["name"] == "Chicken breast, raw"
        assert first["source"] == "foods"


def a_week_of_meals_is_planned_and_can_be_bought(trip: Trip) -> None:
    made = trip.app.post("/ai/generate-nutrition-plan", VEGAN).data["nutritionPlan"]
    assert made["generatedBy"] == "planner"

    saved = trip.member.post("/users/me/nutrition-plan", VEGAN).data["nutritionPlan"]

    assert saved["version"] == 1
    assert trip.member.get("/users/me/nutrition-plan").data["nutritionPlan"] == saved
    grams: Counter[int] = Counter()
    for day in saved["days"]:
        assert abs(day["totals"]["calories"] / saved["targetCalories"] - 1) < 0.051
        for meal in day["meals"]:
            for one in meal["ingredients"]:
                grams[one["foodId"]] += one["quantity"]
    bought = trip.member.get("/users/me/nutrition-plan/shopping-list").data["items"]
    assert {one["foodId"]: one["quantity"] for one in bought} == grams


def what_cannot_be_kept_is_not_promised(trip: Trip) -> None:
    asked = {"userProfile": {"allergies": ["unobtainium"]}}
    answer = trip.app.post("/ai/generate-nutrition-plan", asked)

    assert answer.status == 400
    assert answer.json["fields"][0]["path"] == "body.userProfile.allergies[0]"
