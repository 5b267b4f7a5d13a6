"""GET /v1/users/me/export/{jobId}."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from jobs import export_member
from members import get_export, start_export
from stvos.clock import standing, utc_now
from tests.api.members.workers import records, work_off
from tests.world import World


def test_an_export_is_pending_until_it_is_made(world: World) -> None:
    member = world.member()
    job = member.call(start_export).data["jobId"]

    reply = member.call(get_export, jobId=job)

    assert (reply.status, reply.data) == (200, {"status": "pending"})


def test_a_made_export_can_be_fetched_for_an_hour(world: World) -> None:
    member = world.member()
    job = member.call(start_export).data["jobId"]
    work_off(export_member, records(world, "export"))

    said = member.call(get_export, jobId=job).data

    assert said["status"] == "ready"
    address = urlsplit(said["url"])
    assert f"exports/{world.client.id}/{member.id}/" in address.path
    assert 0 < int(parse_qs(address.query)["X-Amz-Expires"][0]) <= 3600


def test_an_export_that_nobody_made_has_failed(world: World) -> None:
    member = world.member()
    job = member.call(start_export).data["jobId"]

    with standing(utc_now() + timedelta(hours=3)):
        said = member.call(get_export, jobId=job).data

    assert said == {"status": "failed"}


def test_no_address_lives_longer_than_the_archive(world: World) -> None:
    member = world.member()
    job = member.call(start_export).data["jobId"]
    work_off(export_member, records(world, "export"))

    with standing(utc_now() + timedelta(days=7) - timedelta(minutes=10)):
        said = member.call(get_export, jobId=job).data

    assert int(parse_qs(urlsplit(said["url"]).query)["X-Amz-Expires"][0]) <= 600


def test_others_and_unknown_exports_are_alike(world: World, other_world: World) -> None:
    member, neighbour, stranger = world.member(), world.member(), other_world.member()
    job = member.call(start_export).data["jobId"]

    replies = [
        neighbour.call(get_export, jobId=job),
        stranger.call(get_export, jobId=job),
        member.call(get_export, jobId=job + 1),
        member.call(get_export, jobId="latest"),
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1
