"""Queue of erasures: nothing of a member is left, wherever a worker dies."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.client import BaseClient

from accounts import forgot_password, login
from content import add_favourite
from jobs import erase_member, export_member
from members import delete_me, get_me, start_export, upload_photo
from progress_logs import (
    delete_entry,
    get_progress,
    log_measurement,
    log_nutrition,
    log_water,
    log_workout,
)
from stvos.clock import epoch, standing, utc_now
from stvos.ids import new_id
from stvos.settings import settings
from tests.api.content.stock import Stock
from tests.api.members.test_upload_photo import send
from tests.api.members.workers import records, work_off
from tests.api.my_bookings.calendars import address_of
from tests.api.programmes.world import followed, new_coach
from tests.api.progress_logs.test_log_nutrition import OATS
from tests.viewing_samples import add_watched
from tests.world import PASSWORD, Member, World
from viewing import record_progress, start_session

WRITES = {
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
    "PutObject",
    "DeleteObject",
    "DeleteObjects",
}
LATER = timedelta(hours=1)
# What TTL has removed by then: messages, codes, limits and idempotency records.
TTL_BY_THEN = timedelta(days=2, hours=1)


class Killed(BaseException):
    """The process is gone."""


@contextmanager
def killed_after(writes: int) -> Iterator[list[str]]:
    """Let a process make so many writes; it dies when the last of them is done."""
    done: list[str] = []
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def counted(self: BaseClient, operation: str, request: Any) -> Any:
        answer = call(self, operation, request)
        if operation in WRITES:
            done.append(operation)
            if len(done) == writes:
                raise Killed
        return answer

    with patch.object(BaseClient, "_make_api_call", counted):
        try:
            yield done
        except Killed:
            done.append("killed")


def unique() -> tuple[str, str]:
    """A mail address and a name that nobody else in the table has."""
    number = new_id()
    return f"zebedee.{number}@example.com", f"Zebedee {number}"


def whole_table() -> list[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=settings().table)
    return [item for page in pages for item in page["Items"]]


def whole_bucket() -> dict[str, bytes]:
    s3 = boto3.client("s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=settings().bucket)
    names = [found["Key"] for page in pages for found in page.get("Contents", [])]
    return {
        name: s3.get_object(Bucket=settings().bucket, Key=name)["Body"].read() for name in names
    }


def left_of(member: Member, name: str) -> list[str]:
    """Whatever names the member in the table or the bucket once TTL has done its work."""
    then = epoch(utc_now() + TTL_BY_THEN)
    items = [
        json.dumps(item, default=repr)
        for item in whole_table()
        if "expires" not in item or int(item["expires"]["N"]) > then
    ]
    objects = [f"{name} {content!r}" for name, content in whole_bucket().items()]
    traces = (str(member.id), member.email, name)
    return [text for text in items + objects if any(trace in text for trace in traces)]


def _items_of(world: World) -> list[dict[str, Any]]:
    tenant = f"{world.client.id:016d}"
    return [item for item in whole_table() if tenant in item["pk"]["S"] + item["sk"]["S"]]


def _objects_of(world: World) -> dict[str, bytes]:
    mine = f"/{world.client.id}/"
    return {name: content for name, content in whole_bucket().items() if mine in name}


@dataclass
class Life:
    """A member who used everything, as they are stored, and able to live again."""

    world: World
    member: Member
    name: str
    items: list[dict[str, Any]]
    objects: dict[str, bytes]

    @classmethod
    def lived(cls, world: World) -> "Life":
        email, name = unique()
        member = world.member(
            email, name=name, profile={"age": 40}, settings={"timezone": "Europe/London"}
        )
        world.call(login, body={"email": email, "password": PASSWORD})
        world.call(forgot_password, body={"email": email})
        member.call(log_workout, body={"name": "Run", "durationMinutes": 30})
        member.call(log_nutrition, body=OATS)
        drink = member.call(log_water, body={"amountMl": 200, "date": "2026-02-02"}).data["entry"]
        member.call(delete_entry, kind="water", id=drink["id"])
        member.call(log_measurement, body={"weightKg": 80})
        chosen = Stock.of(world).fitness_class()
        assert member.call(add_favourite, classId=chosen.id).status == 200
        address_of(member)
        session = member.call(start_session, body={"classId": chosen.id}).data["session"]["id"]
        member.call(record_progress, id=session, body={"positionSeconds": 20})
        followed(member, new_coach(world).programme())
        add_watched(world, member, utc_now().date(), 90_000, session)
        send(member.call(upload_photo, body={"contentType": "image/png"}).data, b"a face")
        assert member.call(get_me).data["user"]["imageUrl"]
        member.call(start_export)
        assert work_off(export_member, records(world, "export")) == []
        member.call(start_export)
        return cls(world, member, name, _items_of(world), _objects_of(world))

    def again(self) -> None:
        """Bring back what was stored before the member left, and nothing since."""
        dynamodb, s3 = boto3.client("dynamodb"), boto3.client("s3")
        for item in _items_of(self.world):
            key = {"pk": item["pk"], "sk": item["sk"]}
            dynamodb.delete_item(TableName=settings().table, Key=key)
        for item in self.items:
            dynamodb.put_item(TableName=settings().table, Item=item)
        for name in _objects_of(self.world):
            s3.delete_object(Bucket=settings().bucket, Key=name)
        for name, content in self.objects.items():
            s3.put_object(Bucket=settings().bucket, Key=name, Body=content)

    def left(self) -> list[str]:
        return left_of(self.member, self.name)

    def leave(self) -> int:
        body, key = {"password": PASSWORD}, {"Idempotency-Key": "farewell"}
        return self.member.call(delete_me, body=body, headers=key).status

    def finish(self) -> list[str]:
        """Run the worker when the account has settled; answers what it gives back."""
        with standing(utc_now() + LATER):
            return work_off(erase_member, records(self.world, "erase"))


@pytest.fixture
def life(world: World) -> Life:
    return Life.lived(world)


def test_nothing_is_left_of_a_member_who_used_everything(life: Life) -> None:
    assert len(life.left()) > 15

    assert life.leave() == 200
    assert life.finish() == []

    assert life.left() == []
    [receipt] = [item for item in _items_of(life.world) if item["type"]["S"] == "receipt"]
    assert receipt["finished_at"]["S"]


def test_a_worker_may_die_after_any_write(life: Life) -> None:
    for writes in range(1, 100):
        life.again()
        life.leave()
        with standing(utc_now() + LATER), killed_after(writes) as done:
            work_off(erase_member, records(life.world, "erase"))
        assert life.finish() == []
        assert life.left() == [], f"killed after {done}"
        if "killed" not in done:
            break
    assert writes > 5
    assert "killed" not in done


def test_a_request_to_leave_may_die_after_any_write(life: Life) -> None:
    for writes in range(1, 100):
        life.again()
        with killed_after(writes) as done:
            life.leave()
        with standing(utc_now() + timedelta(minutes=2)):  # The idempotency record's lease is over.
            assert life.leave() == 200
        assert len(records(life.world, "erase")) == 1, f"killed after {done}"
        assert life.finish() == []
        assert life.left() == [], f"killed after {done}"
        if "killed" not in done:
            break
    assert writes > 4
    assert "killed" not in done


def test_an_erasure_may_be_told_again_at_any_time(life: Life) -> None:
    life.leave()
    told = records(life.world, "erase")
    with standing(utc_now() + LATER):
        for _ in range(3):
            assert work_off(erase_member, told) == []

    again = life.world.member(life.member.email, name=life.name)
    again.call(log_water, body={"amountMl": 300})
    with standing(utc_now() + LATER):
        assert work_off(erase_member, told) == []

    assert again.call(get_me).status == 200
    assert again.call(get_progress).data["series"][-1]["waterMl"] == 300


def test_neighbours_stay_whole(life: Life) -> None:
    neighbour = life.world.member("neighbour@example.com", name="Nora Neighbour")
    neighbour.call(log_water, body={"amountMl": 300})
    send(neighbour.call(upload_photo, body={"contentType": "image/png"}).data, b"another face")
    before = [item for item in whole_table() if str(neighbour.id) in json.dumps(item, default=repr)]

    life.leave()
    life.finish()

    after = [item for item in whole_table() if str(neighbour.id) in json.dumps(item, default=repr)]
    assert after == before
    assert neighbour.call(get_me).data["user"]["imageUrl"]


def test_what_may_still_come_is_waited_for(world: World) -> None:
    email, name = unique()
    member = world.member(email, name=name)
    form = member.call(upload_photo, body={"contentType": "image/png"}).data
    member.call(delete_me, body={"password": PASSWORD})
    told = records(world, "erase")

    with standing(utc_now() + timedelta(minutes=1)):
        assert work_off(erase_member, told) == ["0"]
    send(form, b"sent with the form of before")
    with standing(utc_now() + timedelta(minutes=6)):
        assert work_off(erase_member, told) == []

    assert left_of(member, name) == []


def test_an_account_that_lives_is_never_erased(world: World) -> None:
    member = world.member()
    member.call(log_water, body={"amountMl": 300})
    content = {"user_id": member.id, "receipt_id": 1}
    body = {"clientId": world.client.id, "messageId": 1, "content": content}

    given = work_off(erase_member, [{"messageId": "0", "body": json.dumps(body)}])

    assert given == ["0"]
    assert member.call(get_progress).data["series"][-1]["waterMl"] == 300
