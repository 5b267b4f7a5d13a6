"""What the operator's tests have in common: a catalogue to file classes in, and its trail."""

from typing import Any

from operators import (
    create_category,
    create_class,
    create_live_class,
    create_trainer,
    list_audit,
)
from tests.world import World

VIDEO = {"source": "hls", "ref": "https://media.example.com/flow/index.m3u8"}


def add_category(world: World, **wish: Any) -> int:
    body = {"name": "Yoga"} | wish
    return int(world.operate(create_category, body=body).data["category"]["id"])


def add_trainer(world: World, **wish: Any) -> int:
    body = {"name": "Mei Tanaka"} | wish
    return int(world.operate(create_trainer, body=body).data["trainer"]["id"])


def a_class(world: World, **wish: Any) -> dict[str, Any]:
    """The body of a valid class, filed in this brand."""
    body: dict[str, Any] = {
        "name": "Morning Flow",
        "duration": 20,
        "intensity": "low",
        "video": VIDEO,
    } | wish
    if "categoryId" not in body:
        body["categoryId"] = add_category(world)
    if "trainerId" not in body:
        body["trainerId"] = add_trainer(world)
    return body


def add_class(world: World, **wish: Any) -> dict[str, Any]:
    """A stored class, as the operator sees it."""
    answer: dict[str, Any] = world.operate(create_class, body=a_class(world, **wish)).data
    made: dict[str, Any] = answer["class"]
    return made


def a_live_class(world: World, **wish: Any) -> dict[str, Any]:
    """The body of a valid live class of this brand."""
    body: dict[str, Any] = {
        "name": "Sunday Stretch",
        "startsAt": "2100-01-03T09:00:00Z",
        "duration": 45,
    } | wish
    if "trainerId" not in body:
        body["trainerId"] = add_trainer(world)
    return body


def add_live_class(world: World, **wish: Any) -> dict[str, Any]:
    """A stored live class, as the operator sees it."""
    answer = world.operate(create_live_class, body=a_live_class(world, **wish)).data
    made: dict[str, Any] = answer["liveClass"]
    return made


def trail(world: World) -> list[dict[str, Any]]:
    """The audit entries of a brand, newest first."""
    items: list[dict[str, Any]] = world.operate(list_audit, query={"limit": "100"}).data["items"]
    return items


def actions(world: World) -> list[str]:
    return [entry["action"] for entry in trail(world)]
