"""Taking everything along, and leaving."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.end_to_end.api import Api, until
from tests.end_to_end.trip import NEW_PASSWORD, Trip


def an_export_holds_all_of_it(trip: Trip) -> None:
    job = trip.member.post("/users/me/export")
    assert job.status == 202
    path = f"/users/me/export/{job.data['jobId']}"
    ready = until(lambda: (d := trip.member.get(path).data)["status"] == "ready" and d)
    trip.export = ready["url"]

    archive = _fetched(trip.export)

    assert archive["brand"] == trip.brand.vocabulary.name
    [account] = archive["account"]
    assert (account["id"], account["email"]) == (trip.user_id, trip.address)
    assert {s["id"] for s in archive["sessions"]} == {trip.completed, trip.begun}
    assert len(archive["favourites"]) == 1
    assert [plan["version"] for plan in archive["nutritionPlans"]] == [1]
    kinds = [entry["kind"] for entry in archive["progress"]]
    expected = {"workout": 1, "nutrition": 2, "water": 7, "measurement": 1}
    assert {kind: kinds.count(kind) for kind in kinds} == expected
    assert "password" not in json.dumps(archive).lower()


def after_a_farewell_nothing_answers_any_more(trip: Trip) -> None:
    refresh = trip.sign_in(NEW_PASSWORD)["refreshToken"]
    assert trip.member.delete("/users/me", {"password": "wrong password"}).status == 401
    routes = _routes_of_members(trip)
    assert "/users/me" in routes

    gone = trip.member.delete("/users/me", {"password": NEW_PASSWORD})

    assert (gone.status, bool(gone.data["receiptId"])) == (200, True)
    refused = {route: trip.member.get(route).code for route in routes}
    assert set(refused.values()) == {"INVALID_TOKEN"}, refused
    heartbeat = {"positionSeconds": 1, "seq": 99}
    late = trip.member.post(f"/sessions/{trip.completed}/progress", heartbeat)
    assert late.status in {401, 404}
    assert trip.app.post("/auth/refresh", {"refreshToken": refresh}).status == 401
    signing_in = trip.app.post("/auth/login", {"email": trip.address, "password": NEW_PASSWORD})
    assert (signing_in.status, signing_in.code) == (401, "INVALID_CREDENTIALS")


def nothing_of_the_member_is_left(trip: Trip) -> None:
    """The worker begins half a minute later, when the account's last requests are over."""
    dynamodb, s3 = trip.stack.aws("dynamodb"), trip.stack.aws("s3")

    def traces() -> int:
        pages = dynamodb.get_paginator("scan").paginate(TableName=trip.stack.table)
        items = [item for page in pages for item in page["Items"]]
        return sum(str(trip.user_id) in str(item) for item in items)

    until(lambda: traces() == 0, 150, pause=2)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=trip.stack.bucket)
    objects = [found["Key"] for page in pages for found in page.get("Contents", [])]
    assert [key for key in objects if str(trip.user_id) in key] == []
    with pytest.raises(urllib.error.HTTPError) as refusal:
        _fetched(trip.export)
    assert refusal.value.code in {403, 404}
    refusal.value.close()


def _routes_of_members(trip: Trip) -> list[str]:
    """Every GET of the API that a member's token opens."""
    paths = Api(trip.app.base_url).get("/openapi.json").json["paths"]
    return [
        path.removeprefix("/v1").format(id=trip.completed, classId=1, jobId=1)
        for path, methods in paths.items()
        if methods.get("get", {}).get("x-who") == "U"
    ]


def _fetched(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return dict(json.load(answer))
