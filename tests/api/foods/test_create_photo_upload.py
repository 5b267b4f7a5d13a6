"""POST /v1/food-scanner/uploads."""

import json
from base64 import b64decode
from typing import Any

import pytest

from foods import create_photo_upload
from tests.world import World


def policy_of(fields: dict[str, str]) -> list[Any]:
    conditions: list[Any] = json.loads(b64decode(fields["policy"]))["conditions"]
    return conditions


def test_a_form_takes_exactly_this_photo(world: World) -> None:
    body = {"contentType": "image/heic", "size": 12_000_000}

    reply = world.call(create_photo_upload, body=body)

    key, fields = reply.data["uploadKey"], reply.data["fields"]
    assert reply.status == 201
    assert fields["key"] == f"scan-uploads/{world.client.id}/{key}"
    conditions = policy_of(fields)
    assert ["content-length-range", 12_000_000, 12_000_000] in conditions
    assert {"Content-Type": "image/heic"} in conditions
    assert reply.data["uploadUrl"] == "https://stvos-media.s3.eu-west-1.amazonaws.com/"


def test_each_photo_has_a_key_that_cannot_be_guessed(world: World) -> None:
    body = {"contentType": "image/jpeg", "size": 1}

    keys = {world.call(create_photo_upload, body=body).data["uploadKey"] for _ in range(3)}

    assert len(keys) == 3
    assert min(map(len, keys)) >= 32


@pytest.mark.parametrize(
    "content_type", ["image/jpeg", "image/png", "image/webp", "image/heif", "IMAGE/JPEG"]
)
def test_every_kind_of_picture_is_taken(world: World, content_type: str) -> None:
    body = {"contentType": content_type, "size": 20_000_000}

    assert world.call(create_photo_upload, body=body).status == 201


@pytest.mark.parametrize("content_type", ["image/svg+xml", "application/pdf", "image/gif"])
def test_what_is_no_such_picture_is_refused(world: World, content_type: str) -> None:
    reply = world.call(create_photo_upload, body={"contentType": content_type, "size": 10})

    assert (reply.status, reply.code) == (415, "UNSUPPORTED_IMAGE")


def test_what_is_too_large_is_refused(world: World) -> None:
    body = {"contentType": "image/jpeg", "size": 20_000_001}

    reply = world.call(create_photo_upload, body=body)

    assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("size", [0, -1, 1.5, "many"])
def test_a_size_that_is_none_is_refused(world: World, size: object) -> None:
    reply = world.call(create_photo_upload, body={"contentType": "image/jpeg", "size": size})

    assert (reply.status, reply.paths) == (400, ["body.size"])
