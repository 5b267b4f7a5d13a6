"""POST /v1/webhooks/livekit."""

import hashlib
import hmac
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations
from typing import Any

import jwt
import pytest

from local.stubs.servers import LIVEKIT_KEYS
from rooms import receive_event
from stvos.clock import epoch
from stvos.rooms.models import Attendance, Stay
from tests.api.rooms.conftest import MEMBER, MeetingPoint
from tests.contract.stored import differences, everything_stored
from tests.world import Reply, call

type Hook = tuple[bytes, dict[str, str]]


@dataclass
class Server:
    """What LiveKit says of a launched room, in seconds after the meeting's start."""

    point: MeetingPoint
    number: int = field(default=0)

    def event(
        self, name: str, at: int, *, joined: int = 0, sid: str = "PA_1", room: str | None = None
    ) -> Hook:
        self.number += 1
        start = epoch(self.point.meeting.starts_at)
        who = {"sid": sid, "identity": MEMBER.identity, "joinedAt": str(start + joined)}
        room = room or self.point.name
        return LIVEKIT_KEYS.signed_webhook(
            name, at=start + at, number=self.number, room={"name": room}, participant=who
        )

    def joined(self, at: int, sid: str = "PA_1") -> Hook:
        return self.event("participant_joined", at, joined=at, sid=sid)

    def left(self, at: int, *, joined: int, sid: str = "PA_1") -> Hook:
        return self.event("participant_left", at, joined=joined, sid=sid)

    def attendance(self) -> Attendance:
        meeting = self.point.meeting
        return self.point.records.attendance(meeting.kind, meeting.id)[MEMBER.identity]


@pytest.fixture
def server(point: MeetingPoint) -> Server:
    point.launch()
    return Server(point)


def send(hook: Hook, **headers: str) -> Reply:
    body, signed = hook
    return call(receive_event, headers=signed | headers, body=body.decode())


def test_who_was_there_is_noted(server: Server) -> None:
    replies = [send(server.joined(-60)), send(server.left(600, joined=-60))]

    assert [(reply.status, reply.data) for reply in replies] == [(200, {"received": True})] * 2
    meeting = server.point.meeting
    start = meeting.starts_at.replace(microsecond=0)
    seen = server.attendance()
    assert seen.stays == (Stay(start - timedelta(seconds=60), start + timedelta(seconds=600)),)
    assert seen.time_between(start, meeting.ends_at) == timedelta(minutes=10)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_events_may_come_in_any_order(server: Server, order: tuple[int, ...]) -> None:
    hooks = [
        server.joined(0, "PA_1"),
        server.left(100, joined=0, sid="PA_1"),
        server.joined(90, "PA_2"),
        server.left(300, joined=90, sid="PA_2"),
    ]

    for index in order:
        assert send(hooks[index]).status == 200

    meeting = server.point.meeting
    start = meeting.starts_at.replace(microsecond=0)
    assert server.attendance().time_between(start, meeting.ends_at) == timedelta(seconds=300)


def test_an_end_alone_tells_the_beginning_too(server: Server) -> None:
    send(server.left(120, joined=30))

    start = server.point.meeting.starts_at.replace(microsecond=0)
    [stay] = server.attendance().stays
    assert stay.joined_at == start + timedelta(seconds=30)


def test_who_never_left_was_there_until_the_end_of_what_is_asked(server: Server) -> None:
    send(server.joined(0))

    start = server.point.meeting.starts_at.replace(microsecond=0)
    until = start + timedelta(minutes=45)
    assert server.attendance().time_between(start, until) == timedelta(minutes=45)


def test_a_replay_is_refused_and_changes_nothing(server: Server) -> None:
    hook = server.joined(0)
    send(hook)
    stored = everything_stored()

    again = send(hook)

    assert (again.status, again.code) == (401, "INVALID_TOKEN")
    assert differences(stored, everything_stored()) == {}


def forged(change: Callable[[Any], Any]) -> Callable[[Hook], Hook]:
    def of(hook: Hook) -> Hook:
        body, headers = hook
        claims = jwt.decode(headers["Authorization"], options={"verify_signature": False})
        return body, headers | {"Authorization": change(claims)}

    return of


def signed(claims: Any, **changes: Any) -> str:
    key = changes.pop("key", LIVEKIT_KEYS.secret)
    algorithm = changes.pop("algorithm", "HS256")
    merged = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(merged, key, algorithm=algorithm)


def signed_with_nothing(claims: Any) -> str:
    """By hand: PyJWT refuses an empty secret by itself."""
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    head = ".".join(_base64url(json.dumps(part).encode()) for part in parts)
    return f"{head}.{_base64url(hmac.digest(b'', head.encode(), 'sha256'))}"


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


FORGERIES: dict[str, tuple[Callable[[Hook], Hook], str]] = {
    "another body": (lambda hook: (hook[0] + b" ", hook[1]), "INVALID_TOKEN"),
    "no header": (lambda hook: (hook[0], {}), "MISSING_TOKEN"),
    "an empty header": (forged(lambda claims: " "), "MISSING_TOKEN"),
    "no token": (forged(lambda claims: "nonsense"), "INVALID_TOKEN"),
    "another secret": (forged(lambda claims: signed(claims, key="x" * 32)), "INVALID_TOKEN"),
    "no signature": (
        forged(lambda claims: signed(claims, key="", algorithm="none")),
        "INVALID_TOKEN",
    ),
    "another algorithm": (
        forged(lambda claims: signed(claims, algorithm="HS512")),
        "INVALID_TOKEN",
    ),
    "another key": (forged(lambda claims: signed(claims, iss="stranger")), "INVALID_TOKEN"),
    "no key": (forged(lambda claims: signed(claims, iss=None)), "INVALID_TOKEN"),
    "no end": (forged(lambda claims: signed(claims, exp=None)), "INVALID_TOKEN"),
    "too long a life": (
        forged(lambda claims: signed(claims, exp=claims["exp"] + 86_400)),
        "INVALID_TOKEN",
    ),
    "expired": (forged(lambda claims: signed(claims, exp=claims["exp"] - 400)), "TOKEN_EXPIRED"),
    "no digest": (forged(lambda claims: signed(claims, sha256=None)), "INVALID_TOKEN"),
    "a digest of no text": (forged(lambda claims: signed(claims, sha256=[1])), "INVALID_TOKEN"),
    "a digest beyond ASCII": (forged(lambda claims: signed(claims, sha256="é")), "INVALID_TOKEN"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_the_server_did_not_sign_changes_nothing(server: Server, name: str) -> None:
    forge, code = FORGERIES[name]
    stored = everything_stored()

    reply = send(forge(server.joined(0)))

    assert (reply.status, reply.code) == (401, code)
    assert differences(stored, everything_stored()) == {}


def test_a_token_that_opens_rooms_signs_no_event(server: Server) -> None:
    body, headers = server.joined(0)
    access = server.point.launch().token

    assert send((body, headers | {"Authorization": access})).code == "INVALID_TOKEN"


@pytest.mark.parametrize("spell", [lambda d: b64encode(d).decode(), lambda d: d.hex()])
def test_the_digest_may_be_in_base64_or_hexadecimal(
    server: Server, spell: Callable[[bytes], str]
) -> None:
    body, headers = server.joined(0)
    claims = jwt.decode(headers["Authorization"], options={"verify_signature": False})
    token = signed(claims, sha256=spell(hashlib.sha256(body).digest()))

    assert send((body, headers | {"Authorization": token})).status == 200


@pytest.mark.parametrize(
    "room",
    [
        *("", "studio", "1-booking-2", "x-booking-1", "0-booking-1", "1-party-2", "1-booking-2 "),
        *("٣-booking-1", "9999999999999999-booking-1", "1-booking-2\n", "a" * 256),
    ],
)
def test_another_room_is_nothing_to_us(server: Server, room: str) -> None:
    stored = everything_stored()

    reply = send(server.event("participant_joined", 0, room=room or " "))

    assert reply.status == 200
    assert differences(stored, everything_stored()) == {}


def test_other_events_of_a_room_are_received_and_note_no_one(server: Server) -> None:
    for name in ("room_started", "track_published", "room_finished", "something_new"):
        assert send(server.event(name, 0)).status == 200

    meeting = server.point.meeting
    assert server.point.records.attendance(meeting.kind, meeting.id) == {}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{", b'{"event": 5}', b'{"createdAt": "soon"}'),
        *(b'{"createdAt": "99999999999"}', b'{"participant": {"sid": "a b"}}'),
        *(b'{"id": "\\u0000"}', b'{"room": []}', b"\xff"),
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(server: Server, body: bytes) -> None:
    digest = b64encode(hashlib.sha256(body).digest()).decode()
    token = LIVEKIT_KEYS.token({"sha256": digest}, seconds=300)
    stored = everything_stored()

    reply = call(receive_event, headers={"Authorization": token}, body=body)

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")
    assert differences(stored, everything_stored()) == {}


@pytest.mark.parametrize("missing", ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"])
def test_an_empty_secret_checks_nothing(
    server: Server, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    body, headers = server.joined(0)
    claims = jwt.decode(headers["Authorization"], options={"verify_signature": False})
    token = signed_with_nothing(claims | {"iss": "" if "KEY" in missing else claims["iss"]})
    monkeypatch.setenv(missing, "")

    reply = send((body, headers | {"Authorization": token}))

    assert (reply.status, reply.code) == (503, "VIDEO_NOT_CONFIGURED")
