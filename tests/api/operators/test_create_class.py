"""POST /v1/admin/clients/{id}/classes."""

from datetime import timedelta
from typing import Any

import pytest

from content import get_class as get_published_class
from operators import create_class, get_class
from stvos.catalogue.repository import CatalogueRepository
from stvos.clients import gate
from stvos.clock import real_now
from tests.api.operators.brands import (
    a_class,
    actions,
    add_category,
    add_trainer,
    trail,
)
from tests.world import World


def stored(world: World) -> list[int]:
    return [each.id for each in CatalogueRepository(world.table, world.tenant).all_classes()]


def test_a_class_is_made(world: World) -> None:
    body = a_class(
        world,
        description="Twenty gentle minutes.",
        isPremium=True,
        equipment=["mat"],
        tags=["morning"],
        featured=True,
        publishedAt="2026-01-05T06:00:00+01:00",
        thumbnailUrl="https://static.example.com/flow.jpg",
        durationSeconds=1187,
    )

    reply = world.operate(create_class, body=body)

    made = reply.data["class"]
    assert reply.status == 201
    assert made | body | {"publishedAt": ""} == made | {"publishedAt": ""}
    assert made["publishedAt"] == "2026-01-05T05:00:00Z"
    assert world.operate(get_class, classId=made["id"]).data["class"] == made
    assert trail(world)[0]["after"] == made


def test_without_a_date_it_is_out_now_and_with_one_ahead_it_is_scheduled(world: World) -> None:
    out = world.operate(create_class, body=a_class(world)).data["class"]
    body = a_class(world, publishedAt="2100-01-01T00:00:00Z")
    scheduled = world.operate(create_class, body=body).data["class"]

    assert out["publishedAt"] == out["createdAt"]
    assert scheduled["publishedAt"] == "2100-01-01T00:00:00Z"
    assert world.call(get_published_class, id=out["id"]).status == 200
    assert world.call(get_published_class, id=scheduled["id"]).status == 404


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    wishes: dict[str, Any] = {
        "name": " ",
        "description": "x" * 5001,
        "categoryId": "5",
        "trainerId": 0,
        "duration": 601,
        "intensity": "extreme",
        "isPremium": 1,
        "equipment": ["mat"] * 31,
        "tags": [5],
        "publishedAt": "tomorrow",
        "thumbnailUrl": "static.example.com/flow.jpg",
        "video": {"source": "dvd", "ref": ""},
        "plays": 1_000_000,
    }

    reply = world.operate(create_class, body=wishes)

    assert reply.status == 400
    assert set(reply.paths) == {
        "body.name",
        "body.description",
        "body.categoryId",
        "body.trainerId",
        "body.duration",
        "body.intensity",
        "body.isPremium",
        "body.equipment",
        "body.tags[0]",
        "body.publishedAt",
        "body.thumbnailUrl",
        "body.video.source",
        "body.video.ref",
        "body.plays",
    }
    required = set(world.operate(create_class, body={}).paths)
    assert required == {
        f"body.{name}"
        for name in ("name", "categoryId", "trainerId", "duration", "intensity", "video")
    }
    assert stored(world) == []


@pytest.mark.parametrize("field", ["categoryId", "trainerId"])
def test_another_brand_s_category_is_as_unknown_as_none(
    world: World, other_world: World, field: str
) -> None:
    theirs = (add_category if field == "categoryId" else add_trainer)(other_world)

    replies = [
        world.operate(create_class, body=a_class(world) | {field: number})
        for number in (theirs, 4711)
    ]

    assert [reply.status for reply in replies] == [400, 400]
    assert [reply.paths for reply in replies] == [[f"body.{field}"]] * 2
    first, second = ({**reply.json, "requestId": ""} for reply in replies)
    assert first == second
    assert stored(world) == []
    assert "class.create" not in actions(world)


@pytest.mark.parametrize(
    ("source", "ref"),
    [
        ("vimeo", "https://vimeo.com/123"),
        ("vimeo", "12a"),
        ("hls", "http://media.example.com/index.m3u8"),
        ("hls", "https://"),
        ("hls", "https://user@media.example.com/index.m3u8"),
        ("hls", "https://media.example.com\\@user.example.com/index.m3u8"),
        ("hls", "javascript:alert(1)"),
        ("s3", "clients/{other}/video/a.mp4"),
        ("s3", "clients/{own}/video/../../{other}/video/a.mp4"),
        ("s3", "clients/{own}/video/sub/a.mp4"),
        ("s3", "clients/{own}/image/a.png"),
        ("s3", "clients/{own}/video/"),
        ("s3", "clients/{own}/video/.."),
        ("s3", "catalogues/{own}/1"),
        ("s3", "https://bucket/clients/{own}/video/a.mp4"),
    ],
)
def test_a_video_that_is_not_the_brand_s_own_is_refused(
    world: World, other_world: World, source: str, ref: str
) -> None:
    ref = ref.format(own=world.client.id, other=other_world.client.id)

    reply = world.operate(create_class, body=a_class(world, video={"source": source, "ref": ref}))

    assert (reply.status, reply.paths) == (400, ["body.video.ref"])
    assert stored(world) == []


@pytest.mark.parametrize(
    ("source", "ref"),
    [
        ("vimeo", "76979871"),
        ("hls", "https://media.example.com:8443/flow/index.m3u8?v=2"),
        ("s3", "clients/{own}/video/4fzyo82mvyr2.mp4"),
    ],
)
def test_each_kind_of_video_has_its_reference(world: World, source: str, ref: str) -> None:
    video = {"source": source, "ref": ref.format(own=world.client.id)}

    reply = world.operate(create_class, body=a_class(world, video=video))

    assert reply.data["class"]["video"] == video


def test_the_same_idempotency_key_makes_one_class(world: World) -> None:
    body, headers = a_class(world), {"Idempotency-Key": "flow"}

    first = world.operate(create_class, headers=headers, body=body)
    again = world.operate(create_class, headers=headers, body=body)

    assert first.data == again.data
    assert stored(world) == [first.data["class"]["id"]]


def test_a_brand_that_is_being_deleted_takes_no_class(world: World) -> None:
    body = a_class(world)
    world.table.transact(*gate.close(world.tenant, real_now() + timedelta(minutes=1)))

    assert world.operate(create_class, body=body).code == "NOT_FOUND"
    assert stored(world) == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(create_class, id=4711, body=a_class(world)).code == "NOT_FOUND"


def test_a_wrong_key_makes_none(world: World) -> None:
    reply = world.operate(create_class, headers={"X-Admin-Key": "x"}, body=a_class(world))

    assert reply.status == 401
    assert stored(world) == []
