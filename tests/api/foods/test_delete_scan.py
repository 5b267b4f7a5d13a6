"""DELETE /v1/food-scanner/scans/{id}."""

from foods import delete_scan, get_scan, list_scans, log_scan
from progress_logs import get_progress
from tests.scans import kept_scan
from tests.world import World


def test_afterwards_its_numbers_are_gone_and_what_was_logged_stays(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)
    member.call(log_scan, id=scan_id, body={"mealType": "lunch"})

    assert member.call(delete_scan, id=scan_id).data == {"deleted": True}

    assert member.call(get_scan, id=scan_id).status == 404
    assert member.call(list_scans).data["items"] == []
    series = member.call(get_progress).data["series"]
    assert sum(day["calories"] for day in series) > 0


def test_what_is_not_there_cannot_be_deleted(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)
    member.call(delete_scan, id=scan_id)

    assert member.call(delete_scan, id=scan_id).status == 404
    assert member.call(delete_scan, id=1234).status == 404


def test_another_member_s_scan_is_not_found_and_stays(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)

    assert world.member().call(delete_scan, id=scan_id).status == 404
    assert member.call(get_scan, id=scan_id).status == 200
