"""GET /v1/video/access/{classId}."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config

from stvos.accounts.repository import AccountRepository
from stvos.catalogue.models import Video, VideoSource
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.providers.downloads import signed_url
from stvos.settings import settings
from tests.viewing_samples import Hands, class_of
from tests.world import World
from viewing import complete_session, record_progress, start_session, video_access


def test_our_own_video_plays_from_a_signed_address(world: World) -> None:
    member, clock = world.member(), Hands()
    chosen = class_of(world, video=Video(source=VideoSource.S3, ref="videos/a b+c.mp4"))

    reply = clock.call(member, video_access, classId=chosen.id)

    url = urlsplit(reply.data["playbackUrl"])
    signed = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.scheme, url.netloc) == ("https", "stvos-media.s3.eu-west-1.amazonaws.com")
    assert url.path == "/videos/a%20b%2Bc.mp4"
    assert int(signed["X-Amz-Expires"]) == 2 * 3600
    assert signed["X-Amz-Signature"]
    assert (reply.data["kind"], reply.data["resumePositionSeconds"]) == ("mp4", 0)
    expires = datetime.fromisoformat(reply.data["expiresAt"])
    assert expires == clock.at.replace(microsecond=0) + timedelta(hours=2)


def test_the_address_is_what_an_s3_client_would_sign(cloud: None) -> None:
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    s3 = boto3.client("s3", config=config)
    what = {"Bucket": settings().bucket, "Key": "videos/ü &?#.mp4"}

    theirs = urlsplit(s3.generate_presigned_url("get_object", Params=what, ExpiresIn=3600))
    at = parse_qs(theirs.query)["X-Amz-Date"][0]
    same_time = datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", return_value=same_time):
        ours = urlsplit(signed_url("videos/ü &?#.mp4", timedelta(hours=1)))

    assert ours[:3] == theirs[:3]
    assert parse_qs(ours.query) == parse_qs(theirs.query)


def test_another_endpoint_is_signed_for(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/")

    url = signed_url("videos/one.mp4", timedelta(hours=1))

    assert url.startswith("http://127.0.0.1:4566/stvos-media/videos/one.mp4?X-Amz-Algorithm=")


@pytest.mark.parametrize(
    ("source", "ref", "url"),
    [
        ("hls", "https://cdn.example.com/1/list.m3u8", "https://cdn.example.com/1/list.m3u8"),
        ("vimeo", "76979871", "https://player.vimeo.com/video/76979871"),
        ("vimeo", "https://vimeo.com/76979871", "https://vimeo.com/76979871"),
    ],
)
def test_other_videos_play_from_where_they_lie(
    world: World, source: str, ref: str, url: str
) -> None:
    chosen = class_of(world, video=Video(source=VideoSource(source), ref=ref))

    reply = world.member().call(video_access, classId=chosen.id)

    assert (reply.data["playbackUrl"], reply.data["kind"]) == (url, source)


def test_playback_goes_on_where_the_class_was_left(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    ask: dict[str, Any] = {"body": {"classId": chosen.id}}
    number = clock.call(member, start_session, **ask).data["session"]["id"]
    clock.call(member, record_progress, 30, id=number, body={"positionSeconds": 33.9})

    open_one = clock.call(member, video_access, classId=chosen.id)
    clock.call(member, complete_session, id=number, body={})
    ended_one = clock.call(member, video_access, classId=chosen.id)

    assert open_one.data["resumePositionSeconds"] == 33
    assert ended_one.data["resumePositionSeconds"] == 33


def test_a_premium_class_needs_a_premium_member(world: World) -> None:
    member, chosen = world.member(), class_of(world, is_premium=True)

    refused = member.call(video_access, classId=chosen.id)
    AccountRepository(world.table, world.tenant).change(UserId(member.id), sets={"premium": True})
    allowed = member.call(video_access, classId=chosen.id)

    assert (refused.status, refused.code) == (403, "PREMIUM_REQUIRED")
    assert "playbackUrl" not in refused.text
    assert allowed.status == 200


def test_unknown_unpublished_and_other_brands_classes_are_alike(
    world: World, other_world: World
) -> None:
    member = world.member()
    coming = class_of(world, published_at=utc_now() + timedelta(minutes=1))
    foreign = class_of(other_world)

    replies = [
        member.call(video_access, classId=number) for number in (1, "none", coming.id, foreign.id)
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str(reply.json | {"requestId": ""}) for reply in replies}) == 1


def test_who_is_not_signed_in_gets_no_video(world: World) -> None:
    reply = world.call(video_access, classId=class_of(world).id)

    assert (reply.status, reply.code) == (401, "MISSING_TOKEN")
