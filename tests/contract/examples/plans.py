"""Example requests about plans."""

from plans import create_class_plan as create_classes
from plans import create_workout_plan as create
from plans import generate_workout_plan as generate
from tests.contract.scene import Ask, Scene

_WEEK = {"preferences": {"duration": "1 week", "daysPerWeek": 7}}


def get_workout_plan(scene: Scene) -> Ask:
    scene.member.call(create, body=_WEEK)
    return Ask()


def delete_workout_plan(scene: Scene) -> Ask:
    scene.member.call(create, body=_WEEK)
    return Ask()


def swap_exercise(scene: Scene) -> Ask:
    scene.member.call(create, body=_WEEK)
    body = {"week": 1, "day": 1, "exerciseIndex": 0}
    return Ask(body=body, ids={"body.exerciseId": 9})


def generate_class_plan(scene: Scene) -> Ask:
    scene.stock.fitness_class()
    scene.stock.changed()
    return Ask(body={})


def create_class_plan(scene: Scene) -> Ask:
    return generate_class_plan(scene)


def get_class_plan(scene: Scene) -> Ask:
    scene.member.call(create_classes, body=generate_class_plan(scene).body)
    return Ask()


def delete_class_plan(scene: Scene) -> Ask:
    return get_class_plan(scene)


def get_plan_job(scene: Scene) -> Ask:
    headers = scene.world.headers | {"Prefer": "respond-async"}
    started = scene.world.call(generate, headers=headers, body={})
    return Ask(path={"id": started.data["jobId"]})
