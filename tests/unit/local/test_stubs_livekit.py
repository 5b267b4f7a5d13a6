"""LiveKit's stand-in: Twirp in both encodings, grants, and signed webhooks."""

import hashlib
import json
import time
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from livekit.protocol import models

from local.stubs.livekit_keys import STANDS_AT, ApiKeys
from local.stubs.servers import LIVEKIT_KEYS, StandIns
from tests.unit.local.stub_calls import Answer, post

ROOMS, AGENTS = "livekit.RoomService", "livekit.AgentDispatchService"
ALL: dict[str, Any] = {"roomCreate": True, "roomList": True, "roomAdmin": True, "room": "studio"}
# What livekit-protocol 1.1.29 writes, with a field (egress) that the stand-in does not use.
REQUEST = bytes.fromhex("0a02723210f0a2042a02c3bc3200720f0a05636f6163682a060a016b120176")
ROOM = bytes.fromhex(
    "0a12524d5f5374616e64496e64623737666430311202723218f0a2042880f2d6ca064202c3bc70147880d0eab6b733"
)


@pytest.fixture(autouse=True)
def _empty(stand_ins: StandIns) -> Iterator[None]:
    yield
    for held in (
        stand_ins.rooms.rooms,
        stand_ins.rooms.participants,
        stand_ins.rooms.dispatches,
    ):
        held.clear()


def bearer(keys: ApiKeys = LIVEKIT_KEYS, seconds: int = 600, **grants: Any) -> str:
    return "Bearer " + keys.token({"video": grants}, seconds=seconds)


def call(
    stand_ins: StandIns, method: str, authorization: str | None = None, **fields: Any
) -> Answer:
    return post(
        f"{stand_ins.livekit}/twirp/{method}",
        json.dumps(fields).encode(),
        content_type="application/json",
        authorization=authorization or bearer(**ALL),
    )


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.json["code"]) == (status, code)
    assert "sTvOS stand-in" in answer.json["msg"]


# ---------------------------------------------------------------- rooms


def test_a_room_is_made_once_and_listed(stand_ins: StandIns) -> None:
    first = call(stand_ins, f"{ROOMS}/CreateRoom", name="studio", emptyTimeout=60, metadata="m")
    again = call(stand_ins, f"{ROOMS}/CreateRoom", name="studio")

    assert first.json == first.json | {
        "sid": first.json["sid"],
        "name": "studio",
        "empty_timeout": 60,
        "departure_timeout": 20,
        "max_participants": 0,
        "creation_time": str(STANDS_AT),
        "creation_time_ms": str(STANDS_AT * 1000),
        "metadata": "m",
        "num_participants": 0,
    }
    assert first.json["sid"].startswith("RM_StandIn")
    assert again.body == first.body
    assert call(stand_ins, f"{ROOMS}/ListRooms").json == {"rooms": [first.json]}
    assert call(stand_ins, f"{ROOMS}/ListRooms", names=["other"]).json == {"rooms": []}


def test_a_deleted_room_is_gone_with_all_that_was_in_it(stand_ins: StandIns) -> None:
    stand_ins.rooms.join("studio", "mia")
    call(stand_ins, f"{AGENTS}/CreateDispatch", room="studio", agent_name="coach")

    assert call(stand_ins, f"{ROOMS}/DeleteRoom", room="studio").json == {}
    refused(call(stand_ins, f"{ROOMS}/DeleteRoom", room="studio"), 404, "not_found")
    assert call(stand_ins, f"{ROOMS}/ListRooms").json == {"rooms": []}
    listed = call(stand_ins, f"{AGENTS}/ListDispatch", room="studio")
    assert listed.json == {"agent_dispatches": []}


def test_who_is_in_a_room_is_listed_and_can_be_removed_once(stand_ins: StandIns) -> None:
    stand_ins.rooms.join("studio", "mia")

    [found] = call(stand_ins, f"{ROOMS}/ListParticipants", room="studio").json["participants"]
    assert (found["identity"], found["state"]) == ("mia", "ACTIVE")
    [room] = call(stand_ins, f"{ROOMS}/ListRooms").json["rooms"]
    assert room["num_participants"] == 1

    leaving = {"room": "studio", "identity": "mia"}
    assert call(stand_ins, f"{ROOMS}/RemoveParticipant", **leaving).json == {}
    refused(call(stand_ins, f"{ROOMS}/RemoveParticipant", **leaving), 404, "not_found")


@pytest.mark.parametrize("name", ["", "x" * 257])
def test_a_room_without_a_usable_name_is_refused(stand_ins: StandIns, name: str) -> None:
    refused(call(stand_ins, f"{ROOMS}/CreateRoom", name=name), 400, "invalid_argument")
    assert call(stand_ins, f"{ROOMS}/ListRooms").json == {"rooms": []}


def test_agents_are_dispatched_by_a_new_room_and_by_each_call(stand_ins: StandIns) -> None:
    agents = [{"agentName": "greeter", "metadata": "m"}]
    for _ in range(2):
        call(stand_ins, f"{ROOMS}/CreateRoom", name="studio", agents=agents)
    made = call(
        stand_ins,
        f"{AGENTS}/CreateDispatch",
        room="studio",
        agent_name="coach",
        attributes={"lang": "en"},
    ).json

    listed = call(stand_ins, f"{AGENTS}/ListDispatch", room="studio").json["agent_dispatches"]
    assert [one["agent_name"] for one in listed] == ["greeter", "coach"]
    assert listed[1] == made
    assert made["attributes"] == {"lang": "en"}
    assert made["state"]["created_at"] == str(STANDS_AT * 10**9)
    one = call(stand_ins, f"{AGENTS}/ListDispatch", room="studio", dispatch_id=made["id"])
    assert one.json == {"agent_dispatches": [made]}


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("method", "grant"),
    [
        (f"{ROOMS}/CreateRoom", "roomCreate"),
        (f"{ROOMS}/DeleteRoom", "roomCreate"),
        (f"{ROOMS}/ListRooms", "roomList"),
        (f"{ROOMS}/ListParticipants", "roomAdmin"),
        (f"{ROOMS}/RemoveParticipant", "roomAdmin"),
        (f"{AGENTS}/CreateDispatch", "roomAdmin"),
        (f"{AGENTS}/DeleteDispatch", "roomAdmin"),
        (f"{AGENTS}/ListDispatch", "roomAdmin"),
    ],
)
def test_each_call_wants_its_grant(stand_ins: StandIns, method: str, grant: str) -> None:
    without = {name: given for name, given in ALL.items() if name != grant}
    fields = {"room": "studio", "name": "studio"}
    refused(call(stand_ins, method, bearer(**without), **fields), 401, "unauthenticated")
    if grant == "roomAdmin":
        elsewhere = bearer(**ALL | {"room": "other"})
        refused(call(stand_ins, method, elsewhere, **fields), 401, "unauthenticated")
    url = f"{stand_ins.livekit}/twirp/{method}"
    refused(post(url, b"{}", content_type="application/json"), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("authorization", "says"),
    [
        ("Basic YTpi", "invalid authorization header"),
        ("Bearer nonsense", "invalid authorization token"),
        (bearer(ApiKeys("stranger", LIVEKIT_KEYS.secret), **ALL), "invalid API key"),
        (bearer(ApiKeys(LIVEKIT_KEYS.key, "y" * 32), **ALL), "invalid authorization token"),
        (bearer(seconds=-61, **ALL), "invalid authorization token"),
        (
            "Bearer "
            + jwt.encode({"iss": LIVEKIT_KEYS.key, "video": ALL}, LIVEKIT_KEYS.secret, "HS256"),
            "invalid authorization token",
        ),
        (
            "Bearer " + jwt.encode({"iss": LIVEKIT_KEYS.key, "exp": time.time() + 60}, "", "none"),
            "invalid authorization token",
        ),
    ],
)
def test_a_forged_or_expired_token_is_refused_in_plain_words(
    stand_ins: StandIns, authorization: str, says: str
) -> None:
    answer = call(stand_ins, f"{ROOMS}/ListRooms", authorization)

    assert (answer.status, answer.content_type) == (401, "text/plain")
    assert answer.text.startswith(says)
    assert "sTvOS stand-in" in answer.text


# ---------------------------------------------------------------- Twirp and its encodings


def test_livekits_own_bytes_are_read_and_written(stand_ins: StandIns) -> None:
    answer = post(
        f"{stand_ins.livekit}/twirp/{ROOMS}/CreateRoom",
        REQUEST,
        content_type="application/protobuf",
        authorization=bearer(**ALL),
    )

    assert (answer.status, answer.content_type) == (200, "application/protobuf")
    assert models.Room.FromString(answer.body) == models.Room.FromString(ROOM)
    [dispatch] = stand_ins.rooms.dispatches["r2"]
    assert (dispatch.agent_name, dict(dispatch.attributes)) == ("coach", {"k": "v"})


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", b"{", 400, "malformed"),
        ("application/json", b"[]", 400, "malformed"),
        ("application/json", b'{"name": 5}', 400, "malformed"),
        ("application/json", b'{"name": "r", "emptyTimeout": -1}', 400, "malformed"),
        ("application/json", b'{"name": "r", "agents": {}}', 400, "malformed"),
        ("application/json", b'{"agents": [{"attributes": {"k": 1}}]}', 400, "malformed"),
        ("application/protobuf", b"\x0a\x05ab", 400, "malformed"),
        ("application/protobuf", b"\x0a\x02\xff\xfe", 400, "malformed"),
        # A field of another wire type is an unknown field, so there is no name.
        ("application/protobuf", b"\x08\x01", 400, "invalid_argument"),
        ("application/protobuf", b"\xff" * 11, 400, "malformed"),
        ("text/plain", b"{}", 404, "bad_route"),
    ],
)
def test_a_body_that_is_no_request_is_refused(
    stand_ins: StandIns, content_type: str, body: bytes, status: int, code: str
) -> None:
    url = f"{stand_ins.livekit}/twirp/{ROOMS}/CreateRoom"
    answer = post(url, body, content_type=content_type, authorization=bearer(**ALL))
    refused(answer, status, code)
    assert stand_ins.rooms.rooms == {}


def test_an_unknown_call_is_a_bad_route(stand_ins: StandIns) -> None:
    refused(call(stand_ins, f"{ROOMS}/Nothing"), 404, "bad_route")
    url = f"{stand_ins.livekit}/twirp/{ROOMS}/ListRooms"
    answer = post(url, b"{}", method="PUT", authorization=bearer(**ALL))
    refused(answer, 404, "bad_route")
    assert answer.json["meta"]["twirp_invalid_route"] == f"PUT /twirp/{ROOMS}/ListRooms"
    assert post(f"{stand_ins.livekit}/rtc/v1", b"").status == 404


# ---------------------------------------------------------------- webhooks


def test_a_webhook_is_signed_over_its_body() -> None:
    body, headers = LIVEKIT_KEYS.signed_webhook("room_started", room={"name": "studio"})

    claims = jwt.decode(headers["Authorization"], LIVEKIT_KEYS.secret, algorithms=["HS256"])
    assert claims["sha256"] == b64encode(hashlib.sha256(body).digest()).decode()
    assert claims["iss"] == LIVEKIT_KEYS.key
    assert claims["exp"] <= time.time() + 300
    assert headers["Content-Type"] == "application/webhook+json"
    assert "sTvOS stand-in" in headers["User-Agent"]
    told = json.loads(body)
    assert (told["event"], told["room"]) == ("room_started", {"name": "studio"})
    assert told["createdAt"] == str(STANDS_AT)


def test_the_same_event_has_the_same_body_and_another_a_different_id() -> None:
    first, _ = LIVEKIT_KEYS.signed_webhook("room_started", room={"name": "studio"})
    again, _ = LIVEKIT_KEYS.signed_webhook("room_started", room={"name": "studio"})
    other, _ = LIVEKIT_KEYS.signed_webhook("room_started", room={"name": "hall"})
    assert first == again
    assert json.loads(first)["id"] != json.loads(other)["id"]
