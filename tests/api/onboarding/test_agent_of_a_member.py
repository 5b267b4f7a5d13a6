"""What the voice coach of a signed-in member may do with its token."""

from datetime import timedelta
from typing import Any

import pytest

from accounts import logout, me
from members import delete_me
from my_bookings import list_booked_sessions, list_class_seats, summarise_bookings
from onboarding import get_coaching_token
from operators import change_client
from plans import get_daily_plan
from progress_logs import get_progress, get_summary, log_water, log_workout
from stvos.accounts import authorizers
from stvos.api.confirmations import VALID
from stvos.clock import standing, utc_now
from tests.api.accounts.sessions import crashing
from tests.api.onboarding.agents import Agent, agent_of_member
from tests.api.trainers.bookings import at, offering, written
from tests.api.trainers.group_classes import created, seat_of
from tests.api.trainers.world import new_trainer
from tests.video import livekit
from tests.world import Reply, World
from trainers import book_session, join_group_class, list_open_slots, list_services, list_trainers

WATER: dict[str, Any] = {"amountMl": 250}


@pytest.fixture(autouse=True)
def video() -> None:
    livekit()


def drunk(reply: Reply) -> int:
    return int(reply.data["day"]["loggedMl"])


def proposal(reply: Reply) -> dict[str, str]:
    """The header by which what was proposed is confirmed."""
    assert (reply.status, reply.code) == (409, "CONFIRMATION_REQUIRED")
    return {"X-Confirmation": reply.json["confirmation"]["id"]}


def test_it_reads_the_day_progress_and_bookings(world: World) -> None:
    member = world.member()
    member.call(log_water, body=WATER)
    agent = agent_of_member(member)

    routes = (get_daily_plan, get_progress, get_summary, summarise_bookings, list_booked_sessions)
    replies = [agent.call(route) for route in routes]

    assert [reply.status for reply in replies] == [200] * 5
    assert [reply.text for reply in replies] == [member.call(route).text for route in routes]


def test_it_logs_nothing_until_the_member_has_confirmed_it(world: World) -> None:
    member = world.member()
    agent = agent_of_member(member)

    proposed = agent.call(log_water, body=WATER)
    before = member.call(get_progress).data
    done = agent.call(log_water, body=WATER, headers=proposal(proposed))

    assert proposed.json["confirmation"]["expiresIn"] == 300
    assert not any(day.get("waterMl") for day in before.get("days", []))
    assert (done.status, drunk(done)) == (201, 250)


def test_one_confirmation_does_one_thing_once(world: World) -> None:
    member = world.member()
    agent = agent_of_member(member)
    confirmed = proposal(agent.call(log_water, body=WATER))

    first = agent.call(log_water, body=WATER, headers=confirmed)
    again = agent.call(log_water, body=WATER, headers=confirmed)
    other = agent.call(log_water, body={"amountMl": 900}, headers=confirmed)
    elsewhere = agent.call(
        log_workout, body={"name": "Run", "durationMinutes": 30}, headers=confirmed
    )

    assert again.text == first.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert {other.code, elsewhere.code} == {"CONFIRMATION_REQUIRED"}
    assert drunk(member.call(log_water, body=WATER)) == 500


def test_what_died_half_way_is_finished_by_its_repetition_and_done_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member()
    agent = agent_of_member(member)
    confirmed = proposal(agent.call(log_water, body=WATER))
    with crashing(monkeypatch):
        agent.call(log_water, body=WATER, headers=confirmed)

    repeated = agent.call(log_water, body=WATER, headers=confirmed)

    assert (repeated.status, drunk(repeated)) == (201, 250)
    assert drunk(member.call(log_water, body=WATER)) == 500


def test_an_id_that_is_made_up_old_or_another_s_confirms_nothing(world: World) -> None:
    member, now = world.member(), utc_now()
    agent, other = agent_of_member(member), agent_of_member(world.member())
    theirs = proposal(other.call(log_water, body=WATER))
    with standing(now - VALID - timedelta(seconds=1)):
        old = proposal(agent.call(log_water, body=WATER))

    replies = [
        agent.call(log_water, body=WATER, headers=headers)
        for headers in (theirs, old, {"X-Confirmation": "made-up"}, {"X-Confirmation": "ä" * 900})
    ]

    assert {reply.code for reply in replies} == {"CONFIRMATION_REQUIRED"}
    assert drunk(member.call(log_water, body=WATER)) == 250


def test_an_idempotency_key_is_no_confirmation(world: World) -> None:
    member = world.member()
    agent = agent_of_member(member)
    key = {"Idempotency-Key": "the agent's"}

    codes = {agent.call(log_water, body=WATER, headers=key).code for _ in range(2)}
    confirmed = key | proposal(agent.call(log_water, body=WATER, headers=key))
    done = [agent.call(log_water, body=WATER, headers=confirmed).status for _ in range(2)]

    assert codes == {"CONFIRMATION_REQUIRED"}
    assert done == [201, 201]
    assert drunk(member.call(log_water, body=WATER)) == 500


def test_a_bad_request_is_refused_before_the_member_is_asked(world: World) -> None:
    agent = agent_of_member(world.member())

    reply = agent.call(log_water, body={"amountMl": -1})

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")


def test_it_finds_a_trainer_s_time_and_books_it_once_it_is_confirmed(world: World) -> None:
    (trainer, service), member = offering(world), world.member()
    agent, start = agent_of_member(member), at(3, 10)
    body = {"serviceId": service, "startsAt": written(start)}

    found = [
        agent.call(list_trainers),
        agent.call(list_services, id=trainer.trainer_id),
        agent.call(list_open_slots, id=trainer.trainer_id, query={"serviceId": str(service)}),
    ]
    proposed = agent.call(book_session, id=trainer.trainer_id, body=body)
    free = member.call(list_booked_sessions).data
    booked = agent.call(book_session, id=trainer.trainer_id, body=body, headers=proposal(proposed))

    assert [reply.status for reply in found] == [200] * 3
    assert booked.status == 201
    assert str(booked.data) not in str(free)
    mine = member.call(list_booked_sessions).text
    assert str(booked.data["booking"]["id"]) in mine


def test_it_takes_a_seat_in_a_class_once_it_is_confirmed(world: World) -> None:
    trainer, member = new_trainer(world), world.member()
    class_id = created(trainer, at(3, 9), capacity=3)
    agent = agent_of_member(member)

    proposed = agent.call(join_group_class, id=class_id, body={})
    before = seat_of(member, class_id)
    taken = agent.call(join_group_class, id=class_id, body={}, headers=proposal(proposed))

    assert before is None
    assert (taken.status, taken.data["seat"]["status"]) == (200, "confirmed")
    assert str(class_id) in agent.call(list_class_seats).text


def test_what_became_impossible_meanwhile_is_refused_and_takes_a_new_word(world: World) -> None:
    (trainer, service), member = offering(world), world.member()
    agent = agent_of_member(member)
    body = {"serviceId": service, "startsAt": written(at(3, 10))}
    confirmed = proposal(agent.call(book_session, id=trainer.trainer_id, body=body))
    assert world.member().call(book_session, id=trainer.trainer_id, body=body).status == 201

    reply = agent.call(book_session, id=trainer.trainer_id, body=body, headers=confirmed)

    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")


def refused(agent: Agent) -> bool:
    replies = [agent.call(get_daily_plan), agent.call(log_water, body=WATER)]
    return {(reply.status, reply.code) for reply in replies} == {(401, "INVALID_TOKEN")}


def test_it_is_refused_once_the_member_signed_out(world: World) -> None:
    member = world.member()
    agent = agent_of_member(member)

    member.call(logout, body={"refreshToken": member.refresh_token})

    assert refused(agent)


def test_it_is_refused_once_the_member_has_left(world: World) -> None:
    member = world.member()
    agent = agent_of_member(member)

    member.call(delete_me, body={})

    assert refused(agent)


def test_it_is_refused_once_its_talk_is_over_and_another_s_has_begun(world: World) -> None:
    member, now = world.member(), utc_now()
    with standing(now - timedelta(minutes=16)):
        earlier = agent_of_member(member)
    kept = authorizers.agent_context(agent_of_member(member).token)
    later = agent_of_member(member)

    stale = later.call(get_daily_plan, context=kept | {"sessionMark": "0" * 64, "kind": "agent"})

    assert earlier.call(get_daily_plan).code == "TOKEN_EXPIRED"
    assert (stale.status, stale.code) == (401, "INVALID_TOKEN")
    assert later.call(get_daily_plan).status == 200


def test_it_is_refused_once_the_brand_has_no_voice_coach_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = agent_of_member(world.member())
    monkeypatch.setattr(authorizers, "_KEPT_SECONDS", 0)

    world.operate(change_client, body={"enabledFeatures": ["classes"]})

    assert refused(agent)


def test_it_never_acts_for_another_member(world: World) -> None:
    agent, other = agent_of_member(world.member()), world.member()

    mixed = agent.call(get_daily_plan, headers={"Authorization": f"Bearer {other.access_token}"})
    with_key = agent.call(get_daily_plan, headers={"X-API-Key": world.key})

    assert mixed.status == with_key.status == 401
    assert agent.call(me).code == "INVALID_TOKEN"
    assert agent.call(get_coaching_token, body={}).code == "INVALID_TOKEN"
