"""POST /v1/users/me/photo."""

import json
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from accounts import me
from members import get_me, upload_photo
from stvos.settings import settings
from tests.world import Member, World


def send(form: Any, content: bytes) -> None:
    """What S3 does with an accepted form: the object is there under the form's key."""
    fields = form["fields"]
    boto3.client("s3").put_object(
        Bucket=settings().bucket,
        Key=fields["key"],
        Body=content,
        ContentType=fields["Content-Type"],
    )


def shown(url: str) -> bytes:
    """What lies where an image's address leads."""
    name = urlsplit(url).path.removeprefix("/").removeprefix(f"{settings().bucket}/")
    found = boto3.client("s3").get_object(Bucket=settings().bucket, Key=name)
    return found["Body"].read()


def picture(member: Member) -> str | None:
    url: str | None = member.call(get_me).data["user"].get("imageUrl")
    return url


def test_a_form_takes_one_photo_of_this_type_and_five_megabytes(world: World) -> None:
    member = world.member()

    reply = member.call(upload_photo, body={"contentType": "image/png"})

    assert reply.status == 200
    fields = reply.data["fields"]
    assert fields["key"].startswith(f"members/{world.client.id}/{member.id}/")
    policy = json.loads(b64decode(fields["policy"]))
    assert ["content-length-range", 1, 5_000_000] in policy["conditions"]
    assert {"Content-Type": "image/png"} in policy["conditions"]
    assert {"key": fields["key"]} in policy["conditions"]
    assert settings().bucket in reply.data["uploadUrl"]


def test_a_photo_is_shown_once_it_has_arrived_and_not_before(world: World) -> None:
    member = world.member()
    form = member.call(upload_photo, body={"contentType": "image/jpeg"}).data

    assert picture(member) is None
    send(form, b"first")

    url = picture(member)
    assert url
    assert shown(url) == b"first" == shown(form["imageUrl"])
    assert int(parse_qs(urlsplit(url).query)["X-Amz-Expires"][0]) <= 3600
    assert shown(member.call(me).data["user"]["imageUrl"]) == b"first"


def test_a_new_photo_takes_the_place_of_the_old(world: World) -> None:
    member = world.member()
    send(member.call(upload_photo, body={"contentType": "image/jpeg"}).data, b"first")
    assert picture(member)

    form = member.call(upload_photo, body={"contentType": "image/webp"}).data
    between = picture(member)
    assert between
    assert shown(between) == b"first"
    send(form, b"second")

    after = picture(member)
    assert after
    assert shown(after) == b"second"


def test_members_cannot_name_where_a_photo_goes(world: World) -> None:
    body = {"contentType": "image/png", "key": "members/1/1/photo"}

    reply = world.member().call(upload_photo, body=body)

    assert (reply.status, reply.paths) == (400, ["body.key"])


@pytest.mark.parametrize("kind", ["image/gif", "image/svg+xml", "text/html", "", None, 5])
def test_only_photos_are_taken(world: World, kind: object) -> None:
    reply = world.member().call(upload_photo, body={"contentType": kind})

    assert (reply.status, reply.paths) == (400, ["body.contentType"])
