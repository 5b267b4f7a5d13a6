"""Requests of the viewing routes that succeed."""

from tests.contract.scene import Ask, Scene
from viewing import start_session as start


def start_session(scene: Scene) -> Ask:
    return Ask(body={"classId": scene.stock.fitness_class().id, "device": "iPhone 17"})


def video_access(scene: Scene) -> Ask:
    return Ask(path={"classId": scene.stock.fitness_class().id})


def get_session(scene: Scene) -> Ask:
    reply = scene.member.call(start, body=start_session(scene).body)
    return Ask(path={"id": reply.data["session"]["id"]})


def record_progress(scene: Scene) -> Ask:
    return Ask(path=get_session(scene).path, body={"positionSeconds": 1, "seq": 1})


def complete_session(scene: Scene) -> Ask:
    return Ask(path=get_session(scene).path, body={})


def remove_continue_watching(scene: Scene) -> Ask:
    session = scene.member.call(start, body=start_session(scene).body).data["session"]
    return Ask(path={"classId": session["classId"]})
