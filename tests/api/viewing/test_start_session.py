"""POST /v1/sessions/start."""

from datetime import timedelta

import pytest

from stvos.accounts.repository import AccountRepository
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.identity.principal import Feature
from tests.viewing_samples import Hands, class_of, items_of, stored
from tests.world import World
from viewing import complete_session, get_session, record_progress, start_session


def test_a_start_makes_a_session_of_the_class(world: World) -> None:
    member = world.member(settings={"timezone": "Asia/Tokyo"})
    chosen = class_of(world, name="Hips & Hamstrings", duration=20)

    reply = member.call(start_session, body={"classId": chosen.id, "device": "iPhone 17"})

    assert reply.status == 201
    session = reply.data["session"]
    assert session == {
        "id": session["id"],
        "classId": chosen.id,
        "className": "Hips & Hamstrings",
        "status": "active",
        "startedAt": session["startedAt"],
        "lastSeenAt": session["startedAt"],
        "completedAt": None,
        "positionSeconds": 0,
        "watchedSeconds": 0,
        "percentComplete": 0,
        "durationSeconds": 1200,
    }
    kept = stored(world, member, session["id"])
    assert (kept.zone, kept.device) == ("Asia/Tokyo", "iPhone 17")


def test_an_open_session_of_the_class_is_resumed(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    first = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]
    beat = {"positionSeconds": 30, "seq": 7}
    clock.call(member, record_progress, 30, id=first["id"], body=beat)

    again = clock.call(member, start_session, 60, body={"classId": chosen.id})

    assert again.status == 200
    assert again.data["session"]["id"] == first["id"]
    assert again.data["session"]["watchedSeconds"] == 30
    assert len(items_of(world, member, "session")) == 1


def test_the_pause_before_a_return_is_no_playback(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    session = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]
    clock.call(member, start_session, 5 * 3600, body={"classId": chosen.id})

    reply = clock.call(member, record_progress, 5, id=session["id"], body={"positionSeconds": 600})

    assert reply.data["session"]["status"] == "active"
    assert reply.data["session"]["watchedSeconds"] == 10


def test_a_player_that_returns_may_count_its_heartbeats_anew(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    session = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]
    beat = {"positionSeconds": 30, "seq": 40}
    clock.call(member, record_progress, 30, id=session["id"], body=beat)
    clock.call(member, start_session, body={"classId": chosen.id})

    beat = {"positionSeconds": 60, "seq": 1}
    reply = clock.call(member, record_progress, 30, id=session["id"], body=beat)

    assert reply.data["session"]["watchedSeconds"] == 60


def test_a_session_of_24_hours_ago_is_left_and_a_new_one_begins(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    clock.at -= timedelta(hours=24)
    first = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]

    again = clock.call(member, start_session, 24 * 3600, body={"classId": chosen.id})

    assert again.status == 201
    assert again.data["session"]["id"] != first["id"]


def test_a_session_just_under_24_hours_old_is_resumed(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    clock.at -= timedelta(hours=24)
    first = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]

    again = clock.call(member, start_session, 24 * 3600 - 1, body={"classId": chosen.id})

    assert (again.status, again.data["session"]["id"]) == (200, first["id"])


@pytest.mark.parametrize("watched", [[], [[0, 300]]])
def test_an_ended_session_is_not_resumed(world: World, watched: list[list[int]]) -> None:
    member, chosen = world.member(), class_of(world)
    first = member.call(start_session, body={"classId": chosen.id}).data["session"]
    beat = {"positionSeconds": 0, "segments": watched}
    member.call(record_progress, id=first["id"], body=beat)
    member.call(complete_session, id=first["id"], body={})

    again = member.call(start_session, body={"classId": chosen.id})

    assert again.status == 201
    assert again.data["session"]["watchedSeconds"] == 0
    kept = member.call(get_session, id=first["id"]).data["session"]
    assert kept["watchedSeconds"] == (300 if watched else 0)


def test_two_classes_are_two_sessions(world: World) -> None:
    member = world.member()

    replies = [member.call(start_session, body={"classId": class_of(world).id}) for _ in range(2)]

    assert [reply.status for reply in replies] == [201, 201]
    assert len(items_of(world, member, "session")) == 2


def test_two_members_of_a_class_have_a_session_each(world: World) -> None:
    chosen = class_of(world)

    ids = {
        world.member().call(start_session, body={"classId": chosen.id}).data["session"]["id"]
        for _ in range(2)
    }

    assert len(ids) == 2


def test_a_premium_class_needs_a_premium_member(world: World) -> None:
    member, chosen = world.member(), class_of(world, is_premium=True)

    refused = member.call(start_session, body={"classId": chosen.id})
    AccountRepository(world.table, world.tenant).change(UserId(member.id), sets={"premium": True})
    allowed = member.call(start_session, body={"classId": chosen.id})

    assert (refused.status, refused.code) == (403, "PREMIUM_REQUIRED")
    assert allowed.status == 201


def test_unknown_unpublished_and_other_brands_classes_are_alike(
    world: World, other_world: World
) -> None:
    member = world.member()
    coming = class_of(world, published_at=utc_now() + timedelta(minutes=1))
    foreign = class_of(other_world)

    replies = [
        member.call(start_session, body={"classId": number})
        for number in (1, coming.id, foreign.id)
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str(reply.json | {"requestId": ""}) for reply in replies}) == 1
    assert items_of(world, member, "session") == []


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    member, chosen = world.member(), class_of(world)

    body = {"classId": chosen.id, "watchedSeconds": 600, "status": "completed"}
    reply = member.call(start_session, body=body)

    assert reply.data["session"]["watchedSeconds"] == 0
    assert reply.headers["X-Ignored-Fields"] == "body.watchedSeconds, body.status"


@pytest.mark.parametrize(
    "body", [{}, {"classId": "five"}, {"classId": 0}, {"classId": 2**53}, {"classId": 1.5},
             {"classId": 5, "device": "x" * 201}, {"classId": 5, "device": {"os": "iOS"}}]
)  # fmt: skip
def test_a_bad_body_is_refused(world: World, body: dict[str, object]) -> None:
    reply = world.member().call(start_session, body=body)

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")


def test_a_brand_without_classes_has_no_sessions(cloud: None) -> None:
    world = World.with_client(enabled_features=(Feature.NUTRITION,))

    reply = world.member().call(start_session, body={"classId": 1})

    assert (reply.status, reply.code) == (403, "FEATURE_DISABLED")


def test_a_key_alone_is_not_a_member(world: World) -> None:
    reply = world.call(start_session, body={"classId": class_of(world).id})

    assert (reply.status, reply.code) == (401, "MISSING_TOKEN")


def test_the_same_idempotency_key_starts_once(world: World) -> None:
    member, chosen = world.member(), class_of(world)
    ask = {"body": {"classId": chosen.id}, "headers": {"Idempotency-Key": "start-1"}}

    first, second = (member.call(start_session, **ask) for _ in range(2))

    assert (first.status, second.status) == (201, 201)
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"
