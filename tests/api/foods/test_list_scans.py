"""GET /v1/food-scanner/scans."""

from foods import get_scan, list_scans
from tests.scans import kept_scan
from tests.world import World


def test_the_newest_comes_first_and_pages_go_on(world: World) -> None:
    member = world.member()
    ids = [kept_scan(world, member) for _ in range(3)]

    first = member.call(list_scans, query={"limit": "2"}).data
    query = {"limit": "2", "cursor": first["nextCursor"]}
    second = member.call(list_scans, query=query).data

    assert [scan["id"] for scan in first["items"] + second["items"]] == ids[::-1]
    assert "nextCursor" not in second
    assert first["items"][0] == member.call(get_scan, id=ids[2]).data["scan"]


def test_a_member_sees_only_their_own(world: World) -> None:
    kept_scan(world, world.member())

    assert world.member().call(list_scans).data["items"] == []


def test_a_foreign_cursor_is_refused(world: World) -> None:
    reply = world.member().call(list_scans, query={"cursor": "TE9HIw"})

    assert (reply.status, reply.paths) == (400, ["query.cursor"])
