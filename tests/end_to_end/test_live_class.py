"""A live class on the deployed laptop stack: launched, joined, heard, and attended."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from stvos.dynamodb.keys import ClientId, Keys
from stvos.rooms.models import RoomKind
from tests.end_to_end.api import Api, until
from tests.end_to_end.conftest import LaptopStack
from tests.voices import TRAINER_HZ, Person

SECONDS = 120


def test_a_member_hears_the_trainer_of_a_live_class(
    stack: LaptopStack, operator: Api, address: str
) -> None:
    client = _client(operator)
    below = f"/admin/clients/{client}"
    key = operator.post(f"{below}/api-keys", {"kind": "client", "label": "app"}).data["key"]
    trainer = operator.post(f"{below}/trainers", {"name": "Zoë Brontë"}).data["trainer"]
    starts = datetime.now(UTC) + timedelta(minutes=5)
    wanted = {
        "name": "Live Flow",
        "trainerId": trainer["id"],
        "startsAt": starts.isoformat().replace("+00:00", "Z"),
        "duration": 30,
        "capacity": 1,
    }
    live = operator.post(f"{below}/live-classes", wanted).data["liveClass"]
    member = _member(Api(stack.base_url, {"X-API-Key": key}), address)

    early = member.post(f"/live/classes/{live['id']}/join")
    host = operator.post(f"{below}/live-classes/{live['id']}/launch").data
    guest = member.post(f"/live/classes/{live['id']}/join").data
    other = _member(Api(stack.base_url, {"X-API-Key": key}), f"other-{address}")
    full = other.post(f"/live/classes/{live['id']}/join")

    assert (early.code, full.code) == ("NOT_OPEN_YET", "CLASS_FULL")
    asyncio.run(asyncio.wait_for(watch(host, guest), SECONDS))
    who = {item["identity"]["S"] for item in until(lambda: _attendance(stack, client, live["id"]))}
    assert len(who) == 2


async def watch(host: Any, guest: Any) -> None:
    trainer, member = Person(), Person()
    try:
        await trainer.enter(host["url"], host["token"], TRAINER_HZ)
        await member.enter(guest["url"], guest["token"])
        assert await member.heard == pytest.approx(TRAINER_HZ, abs=10)
    finally:
        await member.leave()
        await trainer.leave()


def _attendance(stack: LaptopStack, client: int, live_id: int) -> list[Any]:
    """Who was in the room, once both have left it."""
    keys, found = Keys(ClientId(client)), []
    for shard in range(16):
        span = keys.room_attendances(RoomKind.LIVE_CLASS, live_id, shard)
        answer = stack.aws("dynamodb").query(
            TableName=stack.table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": span.pk}},
        )
        found += answer["Items"]
    left = [item for item in found if any(name.startswith("left_") for name in item)]
    return left if len(left) == 2 else []


def _client(operator: Api) -> int:
    name = f"live-{uuid4().hex[:8]}"
    body = {"name": name, "slug": name, "enabledFeatures": ["live_classes"]}
    return int(operator.post("/admin/clients", body).data["client"]["id"])


def _member(app: Api, address: str) -> Api:
    body = {"email": address, "password": "correct horse battery", "name": "Mia Member"}
    return app.signed_in(app.post("/auth/register", body).data["accessToken"])
