"""POST /v1/progress/measurement."""

from datetime import date

import pytest

from progress_logs import get_progress, log_measurement
from stvos.dynamodb.keys import UserId
from tests.world import World


def test_a_measurement_is_kept(world: World) -> None:
    member = world.member()

    reply = member.call(log_measurement, body={"weightKg": 81.25, "waistCm": 88})

    assert reply.status == 201
    entry = reply.data["entry"]
    assert (entry["weightKg"], entry["waistCm"]) == (81.25, 88)
    day = date.fromisoformat(entry["date"])
    key = world.keys.log(UserId(member.id), "measurement", day, entry["id"])
    item = world.table.find(key)
    assert item
    assert item["weight_kg"] == 81.25


def test_the_latest_weight_of_a_day_is_the_day_s(world: World) -> None:
    member = world.member()

    for weight in (81, 80.5, 82):
        member.call(log_measurement, body={"weightKg": weight})
    member.call(log_measurement, body={"waistCm": 88})

    assert member.call(get_progress).data["series"][-1]["weightKg"] == 82


def test_nothing_measured_is_nothing_to_log(world: World) -> None:
    reply = world.member().call(log_measurement, body={"notes": "forgot the scales"})

    assert (reply.status, reply.paths) == (400, ["body"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weightKg", 19.9),
        ("weightKg", 501),
        ("bodyFatPercent", 81),
        ("waistCm", 9),
        ("restingHeartRate", 251),
        ("hatSize", 7),
    ],
)
def test_measures_have_bounds_and_known_names(world: World, field: str, value: float) -> None:
    reply = world.member().call(log_measurement, body={"weightKg": 80, field: value})

    assert (reply.status, reply.paths) == (400, [f"body.{field}"])
