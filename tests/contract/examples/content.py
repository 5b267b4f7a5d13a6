"""Requests of the content routes that succeed."""

from datetime import timedelta

from content import add_favourite as mark
from stvos.clock import utc_now
from tests.api.content.launching import launch as launch_live_class
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


def join_live_class(scene: Scene) -> Ask:
    """Of a class with few places, one of which is taken with it."""
    live = scene.stock.live_class(starts_at=utc_now() + timedelta(minutes=5), capacity=3)
    launch_live_class(scene.world, live.id)
    return Ask(path={"id": live.id})


def add_favourite(scene: Scene) -> Ask:
    return Ask(path={"classId": get_class(scene).path["id"]})


def remove_favourite(scene: Scene) -> Ask:
    ask = add_favourite(scene)
    scene.member.call(mark, **ask.path)
    return ask


def show_picture(scene: Scene) -> Ask:
    return Ask(path={"name": f"{scene.world.client.id}-aaaaaaaaaaaaaaaaaaaaaa.png"})


def list_offers(scene: Scene) -> Ask:
    product_of(scene.staff)
    return Ask(query={"limit": "20"})


def get_offer(scene: Scene) -> Ask:
    return Ask(path={"id": product_of(scene.staff)["id"]})
