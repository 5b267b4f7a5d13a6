"""POST /v1/webhooks/hume."""

from typing import Any

import pytest

from members import delete_me
from onboarding import get_hume_token, receive_hume_event
from stvos.clock import epoch, real_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from tests.hume import hume, webhook
from tests.world import Member, Reply, World, call


@pytest.fixture(autouse=True)
def voice() -> None:
    hume()


def event(member: Member, name: str = "chat_ended", **more: Any) -> dict[str, Any]:
    opened = member.call(get_hume_token, body={}).data
    return {
        "event_name": name,
        "chat_id": "chat-1",
        "custom_session_id": opened["customSessionId"],
        "config_id": opened["configId"],
    } | more


def receive(sent: tuple[bytes, dict[str, str]], **headers: str) -> Reply:
    body, signed = sent
    return call(receive_hume_event, body=body.decode(), headers=signed | headers)


def chat(world: World, member: Member) -> Item | None:
    return world.table.find(world.keys.hume_chat(UserId(member.id), "chat-1"), consistent=True)


def metered(world: World) -> int:
    key = world.keys.voice_minutes(f"{real_now():%Y-%m}")
    return int((world.table.find(key, consistent=True) or {}).get("chat_seconds", 0))


def test_a_chat_is_noted_and_its_seconds_are_metered(world: World) -> None:
    member = world.member()

    for name in ("chat_started", "tool_call"):
        assert receive(webhook(event(member, name))).data == {"received": True}
    receive(webhook(event(member, duration_seconds=95)))

    noted = chat(world, member)
    assert noted is not None
    assert (noted["seconds"], noted["tool_calls"]) == (95, 1)
    assert noted["started_at"]
    assert metered(world) == 95


def test_an_end_before_the_start_is_noted_all_the_same(world: World) -> None:
    member = world.member()

    receive(webhook(event(member, duration_seconds=95)))
    receive(webhook(event(member, "chat_started")))

    noted = chat(world, member)
    assert noted is not None
    assert noted["started_at"]
    assert noted["seconds"] == 95


def test_a_replay_is_refused_and_counts_nothing(world: World) -> None:
    sent = webhook(event(world.member(), duration_seconds=60))
    receive(sent)

    again = receive(sent)

    assert (again.status, again.code) == (401, "INVALID_TOKEN")
    assert metered(world) == 60


def test_an_end_that_is_sent_anew_counts_once(world: World) -> None:
    ended, now = event(world.member(), duration_seconds=60), epoch(real_now())

    replies = [receive(webhook(ended, at=now - late)) for late in (0, 1, 2)]

    assert {reply.status for reply in replies} == {200}
    assert metered(world) == 60


def test_the_signature_in_other_letters_is_no_other_event(world: World) -> None:
    body, headers = webhook(event(world.member(), duration_seconds=60))
    receive((body, headers))
    name = "X-Hume-AI-Webhook-Signature"

    again = receive((body, headers | {name: headers[name].upper()}))

    assert again.status == 401
    assert metered(world) == 60


@pytest.mark.parametrize("late", [-181, 181])
def test_an_old_or_future_event_is_refused(world: World, late: int) -> None:
    member = world.member()
    sent = webhook(event(member), at=epoch(real_now()) + late + (1 if late > 0 else -1))

    reply = receive(sent)

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")
    assert chat(world, member) is None


def test_a_forged_and_an_unsigned_event_are_refused_and_nothing_is_stored(world: World) -> None:
    member = world.member()
    body, headers = webhook(event(member))

    forged = receive((body + b" ", headers))
    moved = receive((body, headers), **{"X-Hume-AI-Webhook-Timestamp": str(epoch(real_now()) + 9)})
    odd = receive((body, headers), **{"X-Hume-AI-Webhook-Timestamp": "now"})
    unsigned = call(receive_hume_event, body=body.decode())

    assert {reply.status for reply in (forged, moved, odd, unsigned)} == {401}
    assert unsigned.code == "MISSING_TOKEN"
    assert chat(world, member) is None


def test_a_signed_body_that_is_no_event_is_refused(world: World) -> None:
    reply = receive(webhook({"event_name": "chat_ended", "chat_id": "../../etc"}))

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("name", [None, "", "1-2-3", "x", "9" * 190, "é-1-1", "²-1-1"])
def test_a_chat_of_nobody_s_is_received_and_stored_nowhere(world: World, name: Any) -> None:
    sent = event(world.member()) | {"custom_session_id": name}

    assert receive(webhook(sent)).data == {"received": True}
    assert metered(world) == 0


def test_no_app_has_its_chats_counted_for_another_member(world: World) -> None:
    mine, theirs = world.member(), world.member()
    sent = event(mine, duration_seconds=60)
    tenant, _, signature = sent["custom_session_id"].split("-")

    receive(webhook(sent | {"custom_session_id": f"{tenant}-{theirs.id}-{signature}"}))

    assert chat(world, theirs) is None
    assert metered(world) == 0


def test_what_comes_after_the_member_left_is_not_kept(world: World) -> None:
    member = world.member()
    sent = webhook(event(member, duration_seconds=60))
    member.call(delete_me, body={})

    assert receive(sent).status == 200
    assert chat(world, member) is None


def test_with_an_empty_webhook_key_nothing_is_received(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = webhook(event(world.member()))
    monkeypatch.setenv("HUME_WEBHOOK_KEY", "")

    reply = receive(sent)

    assert (reply.status, reply.code) == (503, "VOICE_NOT_CONFIGURED")
