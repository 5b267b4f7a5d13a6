"""POST /v1/trainer/programmes."""

from typing import Any

import pytest

from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import put, update
from stvos.ids import new_id
from stvos.programmes import requests
from stvos.programmes.repository import MAX_PROGRAMMES
from tests.api.content.stock import Stock
from tests.api.programmes.world import PROGRAMME, SQUATS, new_coach, week, workout
from tests.world import World
from trainer_portal import create_programme, get_programme, list_own_programmes


def day(number: int, kind: str, **fields: Any) -> dict[str, Any]:
    return {"day": number, "title": kind.title(), "kind": kind} | fields


def test_a_programme_is_kept_as_it_was_written_in_order(world: World) -> None:
    coach = new_coach(world)
    fitness_class = Stock.of(world).fitness_class()
    first = week(1, day(2, "class", classId=fitness_class.id), day(1, "rest", notes="Sleep."))
    body = PROGRAMME | {"weeks": [week(2, workout(7)), first]}

    made = coach.call(create_programme, body=body)

    assert made.status == 201
    programme = made.data["programme"]
    assert programme == coach.call(get_programme, id=programme["id"]).data["programme"]
    named = ("name", "description", "price", "currency")
    assert {name: programme[name] for name in named} == {n: PROGRAMME[n] for n in named}
    rest, stretch = programme["weeks"][0]["days"]
    assert rest == day(1, "rest", notes="Sleep.", exercises=[])
    assert stretch == day(2, "class", classId=fitness_class.id, notes="", exercises=[])
    assert programme["weeks"][1] == {
        "week": 2,
        "days": [workout(7) | {"notes": "", "exercises": [SQUATS]}],
    }


@pytest.mark.parametrize("number", [1, 52])
def test_a_programme_has_1_to_52_weeks(world: World, number: int) -> None:
    weeks = [week(n + 1) for n in range(number)]

    made = new_coach(world).call(create_programme, body=PROGRAMME | {"weeks": weeks})

    assert len(made.data["programme"]["weeks"]) == number


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({"weeks": []}, ["body.weeks"]),
        ({"weeks": [week(n + 1) for n in range(200)]}, ["body.weeks"]),
        ({"weeks": [week(1), week(1)]}, ["body.weeks[1].week"]),
        ({"weeks": [week(1), week(3)]}, ["body.weeks[1].week"]),
        ({"weeks": [week(0)]}, ["body.weeks[0].week"]),
        ({"weeks": [week(1, workout(0))]}, ["body.weeks[0].days[0].day"]),
        ({"weeks": [week(1, workout(8))]}, ["body.weeks[0].days[0].day"]),
        ({"weeks": [week(1, workout(2), workout(2))]}, ["body.weeks[0].days[1].day"]),
        ({"weeks": [week(1, day(1, "dance"))]}, ["body.weeks[0].days[0].kind"]),
        ({"weeks": [week(1, day(1, "class"))]}, ["body.weeks[0].days[0].classId"]),
        ({"weeks": [week(1, day(1, "rest", classId=7))]}, ["body.weeks[0].days[0].classId"]),
        (
            {"weeks": [week(1, day(1, "session", exercises=[SQUATS]))]},
            ["body.weeks[0].days[0].exercises"],
        ),
        (
            {"weeks": [week(1), week(2, workout(1), day(3, "class", classId=new_id()))]},
            ["body.weeks[1].days[1].classId"],
        ),
        ({"price": -1}, ["body.price"]),
        ({"price": 9.999}, ["body.price"]),
        ({"currency": "XYZ"}, ["body.currency"]),
        ({"name": " "}, ["body.name"]),
        ({"level": "hard"}, ["body.level"]),
    ],
)
def test_what_is_no_programme_is_refused_with_its_path(
    world: World, wrong: dict[str, Any], paths: list[str]
) -> None:
    coach = new_coach(world)

    reply = coach.call(create_programme, body=PROGRAMME | wrong)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", paths)
    assert coach.call(list_own_programmes).data["programmes"] == []
    assert world.table.find(world.keys.programme_count(coach.trainer_id)) is None


def test_a_class_of_another_brand_is_unknown(world: World, other_world: World) -> None:
    foreign = Stock.of(other_world).fitness_class()
    weeks = [week(1, day(1, "class", classId=foreign.id))]

    reply = new_coach(world).call(create_programme, body=PROGRAMME | {"weeks": weeks})

    assert (reply.status, reply.paths) == (400, ["body.weeks[0].days[0].classId"])


def test_more_than_a_programme_can_hold_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "MAX_BYTES", 400)

    reply = new_coach(world).call(create_programme, body=PROGRAMME)

    assert (reply.status, reply.paths) == (400, ["body.weeks"])


def test_the_largest_week_fits_an_item(world: World) -> None:
    text = "\U0001f3cb" * 300  # Four bytes each.
    exercise = SQUATS | {"name": text[:120], "instructions": text}
    days = [workout(n + 1) | {"exercises": [exercise] * 20, "notes": text} for n in range(7)]

    made = new_coach(world).call(create_programme, body=PROGRAMME | {"weeks": [week(1, *days)]})

    assert made.status == 201


def test_a_trainer_has_at_most_a_hundred(world: World) -> None:
    coach = new_coach(world)
    key = world.keys.programme_count(coach.trainer_id)
    world.table.write(put(key, {"type": "programme_count", "programmes": MAX_PROGRAMMES - 1}))

    assert coach.call(create_programme, body=PROGRAMME).status == 201
    reply = coach.call(create_programme, body=PROGRAMME)

    assert (reply.status, reply.code) == (409, "CONFLICT")
    assert len(coach.call(list_own_programmes).data["programmes"]) == 1


def test_members_and_accounts_without_a_trainer_are_refused(world: World) -> None:
    coach = new_coach(world)
    world.table.write(update(world.keys.user(UserId(coach.member.id)), removes=["trainer_id"]))

    for caller in (world.member(), coach):
        reply = caller.call(create_programme, body=PROGRAMME)
        assert (reply.status, reply.code) == (403, "FORBIDDEN")
