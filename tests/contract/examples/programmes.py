"""Requests of the programme routes that succeed."""

from tests.api.programmes.world import PROGRAMME
from tests.contract.scene import Ask, Scene
from trainer_portal import create_programme as write


def list_offered_programmes(scene: Scene) -> Ask:
    return Ask(path={"id": scene.stock.trainer.id})


def subscribe(scene: Scene) -> Ask:
    made = scene.trainer.call(write, body=PROGRAMME)
    return Ask(path={"id": made.data["programme"]["id"]}, body={})
