"""Requests of the progress routes that succeed."""

from progress_logs import log_water as drink
from tests.contract.scene import Ask, Scene


def log_workout(scene: Scene) -> Ask:
    body = {"name": "Intervals", "durationMinutes": 30}
    return Ask(body=body, ids={"body.planId": 1234})


def log_nutrition(scene: Scene) -> Ask:
    meal = {"mealType": "lunch", "name": "Lentil soup", "calories": 320}
    body = meal | {"protein": 18, "carbs": 45, "fat": 6}
    return Ask(body=body, ids={"body.scanId": 1234})


def log_water(scene: Scene) -> Ask:
    return Ask(body={"amountMl": 250})


def log_measurement(scene: Scene) -> Ask:
    return Ask(body={"weightKg": 71.5})


def delete_entry(scene: Scene) -> Ask:
    entry = scene.member.call(drink, body={"amountMl": 250}).data["entry"]
    return Ask(path={"kind": "water", "id": entry["id"]})


def get_exercise(scene: Scene) -> Ask:
    return Ask(path={"id": 1001}, shared=frozenset({"path.id"}))


def get_progress(scene: Scene) -> Ask:
    return Ask(query={"groupBy": "week"})
