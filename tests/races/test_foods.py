"""A member's devices at the same moment: one entry of a scan, one row of versions of a plan."""

from functools import partial

from foods import change_scan, create_nutrition_plan, get_nutrition_plan, get_scan, log_scan
from progress_logs import get_progress
from tests.races.conftest import all_at_once
from tests.scans import kept_scan
from tests.world import World

DEVICES = 8


def test_a_scan_that_all_log_at_the_same_moment_is_logged_once(race_world: World) -> None:
    member = race_world.member()
    scan_id = kept_scan(race_world, member)
    body = {"mealType": "lunch"}

    replies = all_at_once([partial(member.call, log_scan, id=scan_id, body=body)] * DEVICES)

    assert {reply.status for reply in replies} <= {200, 201}
    assert [reply.status for reply in replies].count(201) == 1
    entry = replies[0].data["entry"]
    days = member.call(get_progress).data["series"]
    assert sum(day["calories"] for day in days) == entry["calories"]


def test_what_is_logged_is_what_the_scan_shows_though_it_is_corrected_meanwhile(
    race_world: World,
) -> None:
    member = race_world.member()
    for grams in (10, 1000):
        scan_id = kept_scan(race_world, member)
        change = {"foods": [{"id": 1, "grams": grams}]}

        logged, _ = all_at_once(
            [
                partial(member.call, log_scan, id=scan_id, body={"mealType": "lunch"}),
                partial(member.call, change_scan, id=scan_id, body=change),
            ]
        )

        shown = member.call(get_scan, id=scan_id).data["scan"]["totals"]["perPortion"]
        assert round(logged.data["entry"]["calories"]) == shown["calories"]


def test_plans_made_at_the_same_moment_get_versions_of_their_own(race_world: World) -> None:
    member = race_world.member()
    body = {"preferences": {"duration": "1 day"}}

    replies = all_at_once([partial(member.call, create_nutrition_plan, body=body)] * 3)

    made = [reply.data["nutritionPlan"] for reply in replies if reply.status == 201]
    assert {reply.status for reply in replies} <= {201, 409}
    assert sorted(plan["version"] for plan in made) == list(range(1, len(made) + 1))
    newest = member.call(get_nutrition_plan).data["nutritionPlan"]
    assert newest["version"] == len(made)
