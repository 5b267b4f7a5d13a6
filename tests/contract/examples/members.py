"""Requests of the member routes that succeed."""

from members import start_export as order
from tests.contract.scene import Ask, Scene
from tests.world import PASSWORD


def delete_me(scene: Scene) -> Ask:
    return Ask(body={"password": PASSWORD})


def get_export(scene: Scene) -> Ask:
    return Ask(path={"jobId": scene.member.call(order).data["jobId"]})
