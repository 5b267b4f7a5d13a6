"""POST /v1/onboarding/recommend-coaches."""

from typing import Any

import pytest

from members import delete_me
from onboarding import recommend_coaches
from operators import change_trainer
from stvos.catalogue.models import Trainer
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import put
from stvos.ids import new_ids
from tests.api.onboarding.world import answered
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.reads import counted
from tests.world import Reply, World


def recommended(world: World, **body: Any) -> Reply:
    return world.call(recommend_coaches, body=body)


def ids(reply: Reply) -> list[int]:
    return [coach["id"] for coach in reply.data["coaches"]]


def strength_coach(world: World) -> TrainerAccount:
    trainer = new_trainer(world, "Sam Strong", specialisations=["Strength"], languages=["English"])
    trainer.offer([{"day": "mon", "start": "07:00", "end": "10:00"}], zone="Europe/London")
    trainer.service(price=40)
    return trainer


def test_the_coach_who_suits_best_is_first_with_reasons(world: World) -> None:
    yoga = new_trainer(world, "Yara Yoga", specialisations=["Yoga"], languages=["French"])
    strong = strength_coach(world)
    session = answered(
        world,
        fitnessGoal="More strength",
        languages=["en"],
        workoutDays=["mon"],
        workoutTimes=["morning"],
        timezone="Europe/London",
        budget=45,
        currency="GBP",
    )

    reply = recommended(world, sessionId=session)

    first, second = reply.data["coaches"]
    assert ids(reply) == [strong.trainer_id, yoga.trainer_id]
    assert (first["name"], first["specialisations"]) == ("Sam Strong", ["Strength"])
    assert 1 >= first["score"] > second["score"] >= 0
    assert first["reasons"] == [
        "Specialises in Strength",
        "Can help with your goals: strength",
        "Has hours at 1 of your 1 times of the week",
        "Speaks English",
        "Is within your budget",
    ]


def test_a_profile_is_enough_and_is_stored_nowhere(world: World) -> None:
    strong = strength_coach(world)

    with counted(world.table) as calls:
        reply = recommended(world, profile={"goals": ["strength"]})

    assert ids(reply) == [strong.trainer_id]
    assert calls == {"Query": 2}


def test_only_active_trainers_of_the_brand_are_recommended(
    world: World, other_world: World
) -> None:
    gone = new_trainer(world, specialisations=["Strength"])
    world.operate(change_trainer, trainerId=gone.trainer_id, body={"active": False})
    strength_coach(other_world)
    here = new_trainer(world, specialisations=["Yoga"])

    assert ids(recommended(world, profile={"goals": ["strength"]})) == [here.trainer_id]


def test_the_limit_is_kept_and_clamped(world: World) -> None:
    for number in range(3):
        new_trainer(world, f"Trainer {number}")

    assert len(ids(recommended(world, profile={}, limit=2))) == 2
    assert len(ids(recommended(world, profile={}, limit=100_000))) == 3
    assert len(ids(recommended(world, profile={}, limit=0))) == 1


def test_the_order_of_equals_is_the_same_each_time(world: World) -> None:
    for number in range(4):
        new_trainer(world, f"Trainer {number}")
    session = answered(world)

    orders = {tuple(ids(recommended(world, sessionId=session))) for _ in range(3)}

    assert len(orders) == 1


def test_who_coaches_members_already_comes_after_an_equal_who_coaches_none(world: World) -> None:
    busy, free = new_trainer(world, "One"), new_trainer(world, "Two")
    for _ in range(3):
        world.member(coachId=busy.trainer_id)

    for age in range(30, 33):
        found = recommended(world, profile={"age": age})
        assert ids(found) == [free.trainer_id, busy.trainer_id]


def test_a_member_who_leaves_frees_their_coach(world: World) -> None:
    coach = new_trainer(world)
    member = world.member(coachId=coach.trainer_id)
    key = world.keys.coach_load(coach.trainer_id, UserId(member.id) % 4)
    before = world.table.find(key, consistent=True)

    member.call(delete_me, body={})

    after = world.table.find(key, consistent=True)
    assert before is not None
    assert after is not None
    assert (before["members"], after["members"]) == (1, 0)


def test_five_hundred_trainers_are_ranked_by_three_reads(world: World) -> None:
    taught = ("Strength", "Yoga", "Running", "Nutrition")
    keys, now, writes = world.keys, utc_now(), []
    for place, number in enumerate(new_ids(500)):
        trainer = Trainer(
            id=number,
            name=f"Trainer {place}",
            bio="Fifteen years of teaching. " * 10,
            specialisations=(taught[place % 4], "Beginners"),
            languages=("English",),
            created_at=now,
            updated_at=now,
        )
        card = {"trainer_id": number, "hours": "ffff0000ffff", "price": "50", "currency": "GBP"}
        load = {"trainer_id": number, "members": place % 7}
        writes += [
            put(keys.content_trainer(number), trainer.to_item()),
            put(keys.coach_card(number), card),
            put(keys.coach_load(number, 0), load),
        ]
    world.table.write_many(writes)
    session = answered(world, fitnessGoal="strength", workoutDays=["mon"], languages=["en"])

    with counted(world.table) as calls:
        reply = recommended(world, sessionId=session, limit=10)

    assert len(ids(reply)) == 10
    assert calls["Query"] + calls["GetItem"] <= 3, calls
    assert all("Strength" in coach["specialisations"] for coach in reply.data["coaches"])


def test_trainers_are_read_again_after_ten_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = new_trainer(world, "First")
    assert ids(recommended(world, profile={})) == [first.trainer_id]
    second = new_trainer(world, "Second")

    with counted(world.table) as calls:
        kept = ids(recommended(world, profile={}))
    monkeypatch.setattr("stvos.onboarding.coaches.KEPT_SECONDS", 0.0)
    read_again = ids(recommended(world, profile={}))

    assert (kept, calls["Query"]) == ([first.trainer_id], 0)
    assert set(read_again) == {first.trainer_id, second.trainer_id}


def test_neither_session_nor_profile_is_refused(world: World) -> None:
    reply = recommended(world)

    assert (reply.status, reply.paths) == (400, ["body.sessionId"])


@pytest.mark.parametrize("session", ["A" * 32, "short"])
def test_an_unknown_session_is_refused(world: World, session: str) -> None:
    reply = recommended(world, sessionId=session)

    assert (reply.status, reply.code) == (400, "INVALID_SESSION")
