"""POST /v1/admin/clients/{id}/uploads."""

import json
from base64 import b64decode
from typing import Any

import pytest

from operators import create_class, create_upload
from tests.api.operators.brands import a_class, trail
from tests.world import World


def policy_of(fields: dict[str, str]) -> list[Any]:
    conditions: list[Any] = json.loads(b64decode(fields["policy"]))["conditions"]
    return conditions


def test_a_form_takes_exactly_this_file(world: World) -> None:
    body = {"kind": "thumbnail", "contentType": "image/png", "size": 250_000}

    reply = world.operate(create_upload, body=body)

    ref, conditions = reply.data["ref"], policy_of(reply.data["fields"])
    assert reply.status == 201
    assert ref.startswith(f"pictures/{world.client.id}-")
    assert ref.endswith(".png")
    assert reply.data["fields"]["key"] == ref
    assert reply.data["fields"]["Content-Type"] == "image/png"
    assert {"key": ref} in conditions
    assert {"Content-Type": "image/png"} in conditions
    assert ["content-length-range", 250_000, 250_000] in conditions
    assert reply.data["uploadUrl"] == "https://stvos-media.s3.eu-west-1.amazonaws.com/"


def test_an_uploaded_video_can_be_a_class_s(world: World) -> None:
    body = {"kind": "video", "contentType": "video/mp4", "size": 2_000_000_000}
    ref = world.operate(create_upload, body=body).data["ref"]

    reply = world.operate(create_class, body=a_class(world, video={"source": "s3", "ref": ref}))

    assert reply.status == 201


def test_the_trail_names_the_file_and_holds_no_signature(world: World) -> None:
    body = {"kind": "logo", "contentType": "image/webp", "size": 1000}
    ref = world.operate(create_upload, body=body).data["ref"]

    [entry] = trail(world)

    assert entry["after"] == {"ref": ref, "contentType": "image/webp", "size": 1000}


@pytest.mark.parametrize(
    ("kind", "content_type", "largest"),
    [
        ("video", "video/mp4", 5_000_000_000),
        ("thumbnail", "image/jpeg", 5_000_000),
        ("logo", "image/png", 2_000_000),
        ("image", "image/webp", 10_000_000),
    ],
)
def test_each_kind_has_its_largest_size(
    world: World, kind: str, content_type: str, largest: int
) -> None:
    body = {"kind": kind, "contentType": content_type}

    taken = world.operate(create_upload, body=body | {"size": largest})
    refused = world.operate(create_upload, body=body | {"size": largest + 1})

    assert taken.status == 201
    assert (refused.status, refused.paths) == (400, ["body.size"])


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("video", "image/png"),
        ("video", "video/quicktime"),
        ("logo", "image/svg+xml"),
        ("image", "text/html"),
        ("thumbnail", "IMAGE/PNG"),
        ("thumbnail", "image/png; charset=x"),
    ],
)
def test_other_media_types_are_refused(world: World, kind: str, content_type: str) -> None:
    body = {"kind": kind, "contentType": content_type, "size": 10}

    reply = world.operate(create_upload, body=body)

    assert (reply.status, reply.paths) == (400, ["body.contentType"])
    assert trail(world) == []


def test_what_is_not_valid_is_named_by_its_path(world: World) -> None:
    reply = world.operate(create_upload, body={"kind": "food", "size": 0, "key": "mine"})

    assert set(reply.paths) == {"body.kind", "body.contentType", "body.size", "body.key"}


def test_the_same_idempotency_key_names_one_file(world: World) -> None:
    body = {"kind": "logo", "contentType": "image/png", "size": 1000}
    headers = {"Idempotency-Key": "one logo"}

    replies = [world.operate(create_upload, headers=headers, body=body) for _ in range(2)]

    assert replies[0].data == replies[1].data


def test_an_unknown_brand_is_not_found(world: World) -> None:
    body = {"kind": "logo", "contentType": "image/png", "size": 1000}

    assert world.operate(create_upload, id=4711, body=body).code == "NOT_FOUND"


def test_a_wrong_key_gets_no_form(world: World) -> None:
    body = {"kind": "logo", "contentType": "image/png", "size": 1000}

    assert world.operate(create_upload, headers={"X-Admin-Key": "x"}, body=body).status == 401
