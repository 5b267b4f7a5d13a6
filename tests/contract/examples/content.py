"""Requests of the content routes that succeed."""

from content import add_favourite as mark
from tests.api.partners.world import product_of
from tests.contract.scene import Ask, Scene


def get_class(scene: Scene) -> Ask:
    added = scene.stock.fitness_class()
    scene.stock.changed(("class", added.id))
    return Ask(path={"id": added.id})


def list_classes(scene: Scene) -> Ask:
    get_class(scene)
    return Ask(query={"category": "Yoga", "trainer": str(scene.stock.trainer.id)})


def search(scene: Scene) -> Ask:
    get_class(scene)
    return Ask(query={"q": "morning", "trainer": str(scene.stock.trainer.id)})


def get_live_class(scene: Scene) -> Ask:
    return Ask(path={"id": scene.stock.live_class().id})


def add_favourite(scene: Scene) -> Ask:
    return Ask(path={"classId": get_class(scene).path["id"]})


def remove_favourite(scene: Scene) -> Ask:
    ask = add_favourite(scene)
    scene.member.call(mark, **ask.path)
    return ask


def list_offers(scene: Scene) -> Ask:
    product_of(scene.staff)
    return Ask(query={"limit": "20"})


def get_offer(scene: Scene) -> Ask:
    return Ask(path={"id": product_of(scene.staff)["id"]})
