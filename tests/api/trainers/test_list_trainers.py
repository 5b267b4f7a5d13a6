"""GET /v1/trainers."""

import pytest

from operators import change_trainer, create_trainer
from stvos.catalogue_search.catalogue import forget_catalogues
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from tests.world import World
from trainers import list_trainers

TRAINERS = [
    {"name": "Zoë Okafor", "specialisations": ["Yoga", "Pilates"]},
    {"name": "Tom Underwood", "specialisations": ["Strength"]},
    {"name": "Ana Rest", "active": False},
]


@pytest.fixture
def staffed(world: World) -> World:
    for body in TRAINERS:
        world.operate(create_trainer, body=body)
    return world


def names(world: World, **query: str) -> list[str]:
    reply = world.member().call(list_trainers, query=query)
    assert reply.status == 200
    assert reply.data["items"] == reply.data["trainers"]
    assert reply.data["pagination"]["total"] >= len(reply.data["trainers"])
    return [trainer["name"] for trainer in reply.data["trainers"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Zoë Okafor", "Tom Underwood"]),
        ({"search": "zoe"}, ["Zoë Okafor"]),
        ({"search": "Under"}, ["Tom Underwood"]),
        ({"search": "derwood"}, []),
        ({"specialisation": "yoga"}, ["Zoë Okafor"]),
        ({"specialisation": "boxing"}, []),
        ({"active": "true"}, ["Zoë Okafor", "Tom Underwood"]),
        ({"active": "false"}, ["Ana Rest"]),
        ({"search": ""}, ["Zoë Okafor", "Tom Underwood"]),
        ({"limit": "1", "page": "2"}, ["Tom Underwood"]),
    ],
)
def test_trainers_are_found(staffed: World, query: dict[str, str], found: list[str]) -> None:
    assert names(staffed, **query) == found


def test_a_card_shows_who_the_trainer_is(staffed: World) -> None:
    card = staffed.member().call(list_trainers).data["trainers"][0]
    assert set(card) == {"id", "name", "image", "specialisations"}
    assert card["specialisations"] == ["Yoga", "Pilates"]


def test_a_change_is_seen(staffed: World) -> None:
    [first, *_] = staffed.member().call(list_trainers).data["trainers"]
    staffed.operate(change_trainer, trainerId=first["id"], body={"active": False})
    CatalogueProjection.of(staffed.tenant).follow(Touched(trainers=frozenset({first["id"]})))
    forget_catalogues()

    assert names(staffed) == ["Tom Underwood"]
    assert names(staffed, active="false") == ["Zoë Okafor", "Ana Rest"]


def test_another_brand_s_trainers_are_not_listed(staffed: World, other_world: World) -> None:
    assert names(other_world) == []
