"""Queue of exports."""

import json
from base64 import b64decode
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from jobs import erase_member, export_member
from members import delete_me, get_export, start_export, update_me, upload_photo
from my_bookings import cancel_class_seat, reschedule_booked_session
from progress_logs import log_measurement, log_water, log_workout
from stvos.members.objects import MemberObjects
from stvos.settings import settings
from tests.api.members.test_upload_photo import send
from tests.api.members.workers import records, work_off
from tests.api.programmes.world import PROGRAMME, followed, new_coach
from tests.api.trainers.bookings import at, booked, offering, written
from tests.api.trainers.group_classes import created, join
from tests.world import PASSWORD, Member, World


def fetched(member: Member, job: int) -> bytes:
    said = member.call(get_export, jobId=job).data
    assert said["status"] == "ready"
    name = urlsplit(said["url"]).path.removeprefix("/").removeprefix(f"{settings().bucket}/")
    found = boto3.client("s3").get_object(Bucket=settings().bucket, Key=name)
    return found["Body"].read()


def exported(world: World, member: Member) -> Any:
    job = member.call(start_export).data["jobId"]
    assert work_off(export_member, records(world, "export")) == []
    return json.loads(fetched(member, job))


def objects(world: World, member: Member) -> list[str]:
    prefix = f"exports/{world.client.id}/{member.id}/"
    found = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix=prefix)
    return [item["Key"] for item in found.get("Contents", [])]


def test_an_archive_holds_all_that_the_member_gave(world: World) -> None:
    member = world.member("ada@example.com", profile={"age": 36, "fitnessGoal": "run"})
    member.call(log_workout, body={"name": "Rów", "durationMinutes": 20, "notes": "nice"})
    member.call(log_water, body={"amountMl": 250})
    member.call(log_measurement, body={"weightKg": 80.5})
    subscription = followed(member, new_coach(world).programme())
    send(member.call(upload_photo, body={"contentType": "image/png"}).data, b"\x89PNG" * 100_000)

    archive = exported(world, member)

    [account] = archive["account"]
    assert (account["email"], account["profile"]["fitnessGoal"]) == ("ada@example.com", "run")
    kinds = {entry["kind"]: entry for entry in archive["progress"]}
    assert (kinds["workout"]["name"], kinds["workout"]["notes"]) == ("Rów", "nice")
    assert kinds["water"]["amountMl"] == 250
    assert kinds["measurement"]["weightKg"] == 80.5
    [programme] = archive["programmes"]
    assert (programme["id"], programme["programmeName"]) == (subscription["id"], PROGRAMME["name"])
    assert "subscriber" not in archive
    assert len(archive["devices"]) == 1
    assert archive["brand"] == world.client.name
    assert archive["photo"]["contentType"] == "image/png"
    assert b64decode(archive["photo"]["base64"]) == b"\x89PNG" * 100_000


def test_an_archive_holds_the_member_s_bookings_each_once(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(3, 10), notes="Sore back")
    moved = {"startsAt": written(at(4, 10))}
    member.call(reschedule_booked_session, id=booking, body=moved)
    booked(world.member(), trainer, service, at(3, 10), notes="Sore knee")

    archive = exported(world, member)

    [held] = archive["bookings"]
    assert (held["id"], held["notes"], held["serviceName"]) == (
        booking,
        "Sore back",
        "Personal training",
    )
    assert "diaryDay" not in archive


def test_an_archive_holds_the_member_s_seats_in_classes_each_once(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    held, left = (created(trainer, at(3, hour)) for hour in (9, 11))
    for class_id in (held, left):
        join(member, class_id)
        join(world.member(), class_id)
    member.call(cancel_class_seat, id=left, body={"reason": "Sore back"})

    found = {each["classId"]: each for each in exported(world, member)["groupClasses"]}

    assert {number: each["status"] for number, each in found.items()} == {
        held: "confirmed",
        left: "cancelled",
    }
    assert found[left]["reason"] == "Sore back"


def test_an_archive_lets_nobody_in(world: World) -> None:
    member = world.member()
    item = world.item_of(member)
    family = next(iter(world.table.all(world.keys.families(member.principal.user))))

    text = json.dumps(exported(world, member))

    secrets = [item["password_hash"], family["chain_key"], family["proof_hash"]]
    secrets += [family["current_hash"], item["pk"], item["writer"]]
    assert not [secret for secret in secrets if secret in text]
    assert "Hash" not in text


def test_an_archive_holds_nobody_else(world: World, other_world: World) -> None:
    neighbour, stranger = world.member("n@example.com"), other_world.member("s@example.com")

    text = json.dumps(exported(world, world.member("ada@example.com")))

    for other in (neighbour, stranger):
        assert other.email not in text
        assert str(other.id) not in text


def test_a_large_member_is_archived_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("stvos.members.archive._IN_MEMORY", "stvos.members.exports._IN_MEMORY"):
        monkeypatch.setattr(limit, 1000)
    member = world.member()
    for amount in range(1, 60):
        member.call(log_water, body={"amountMl": amount})

    archive = exported(world, member)

    amounts = sorted(entry["amountMl"] for entry in archive["progress"])
    assert amounts == list(range(1, 60))


def test_a_message_that_comes_twice_makes_one_archive_and_one_mail(world: World) -> None:
    member = world.member("ada@example.com")
    job = member.call(start_export).data["jobId"]
    told = records(world, "export")

    for _ in range(3):
        assert work_off(export_member, told) == []

    assert len(objects(world, member)) == 1
    mails = [mail for mail in world.mails() if mail["template"] == "export_ready"]
    assert mails == [
        {
            "template": "export_ready",
            "to": "ada@example.com",
            "name": "Mia Member",
            "job_id": job,
        }
    ]


def test_a_worker_that_died_after_storing_is_followed_by_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member()
    job = member.call(start_export).data["jobId"]
    told = records(world, "export")
    with monkeypatch.context() as patched:
        patched.setattr("stvos.members.exports.ExportWorker._finish", lambda *_: 1 / 0)
        assert work_off(export_member, told) == ["0"]
    assert member.call(get_export, jobId=job).data["status"] == "pending"
    member.call(update_me, body={"name": "Later"})

    assert work_off(export_member, told) == []

    assert len(objects(world, member)) == 1
    assert json.loads(fetched(member, job))["account"][0]["name"] == "Later"


def test_who_left_before_or_meanwhile_leaves_no_archive(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member()
    member.call(start_export)
    told = records(world, "export")
    write = MemberObjects.write

    def write_and_leave(self: MemberObjects, *given: Any) -> None:
        member.call(delete_me, body={"password": PASSWORD})
        work_off(erase_member, records(world, "erase"))
        write(self, *given)  # The erasure has just gone by: it did not see this object.

    with monkeypatch.context() as patched:
        patched.setattr(MemberObjects, "write", write_and_leave)
        assert work_off(export_member, told) == []
    assert objects(world, member) == []

    assert work_off(export_member, told) == []
    assert objects(world, member) == []
