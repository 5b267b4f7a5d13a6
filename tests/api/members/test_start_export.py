"""POST /v1/users/me/export."""

from members import start_export
from stvos.dynamodb.keys import UserId
from stvos.members.exports import EXPORTS
from tests.api.members.workers import content, records
from tests.world import World


def test_an_export_is_put_on_its_way(world: World) -> None:
    member = world.member()

    reply = member.call(start_export)

    assert reply.status == 202
    job_id = reply.data["jobId"]
    item = world.table.find(world.keys.export_job(UserId(member.id), job_id))
    assert item
    assert len(item["file"]) >= 32
    [told] = records(world, "export")
    assert content(told) == {"user_id": member.id, "job_id": job_id}


def test_a_repeated_request_starts_one_export(world: World) -> None:
    member = world.member()
    key = {"Idempotency-Key": "all my data"}

    first, again = (member.call(start_export, body={}, headers=key) for _ in range(2))

    assert first.data == again.data
    assert len(records(world, "export")) == 1


def test_so_many_exports_a_day_and_no_more(world: World) -> None:
    member = world.member()

    statuses = [member.call(start_export).status for _ in range(EXPORTS.attempts)]
    refused = member.call(start_export)

    assert set(statuses) == {202}
    assert (refused.status, refused.code) == (429, "TOO_MANY_ATTEMPTS")
    assert len(records(world, "export")) == EXPORTS.attempts
