"""PUT /v1/trainer/programmes/{id}."""

from typing import Any

import pytest

from stvos.ids import new_id
from tests.api.programmes.world import PROGRAMME, new_coach, week, workout
from tests.world import World
from trainer_portal import change_programme, delete_programme, get_programme, list_own_programmes


def test_what_is_named_changes_and_the_rest_stays(world: World) -> None:
    coach = new_coach(world)
    programme = coach.programme()
    before = coach.call(get_programme, id=programme).data["programme"]

    reply = coach.call(change_programme, id=programme, body={"name": "Stronger", "price": 0})

    assert reply.status == 200
    assert reply.data["programme"] == before | {"name": "Stronger", "price": 0}
    assert coach.call(get_programme, id=programme).data == reply.data


def test_weeks_are_replaced_together(world: World) -> None:
    coach = new_coach(world)
    programme = coach.programme(weeks=[week(1), week(2), week(3)])

    fewer = {"weeks": [week(1, workout(5, "Arms"))]}
    reply = coach.call(change_programme, id=programme, body=fewer)

    [only] = reply.data["programme"]["weeks"]
    assert [(day["day"], day["title"]) for day in only["days"]] == [(5, "Arms")]
    assert coach.call(get_programme, id=programme).data == reply.data
    [listed] = coach.call(list_own_programmes).data["programmes"]
    assert listed["weeks"] == 1


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"weeks": []}, "body.weeks"),
        ({"weeks": [week(2)]}, "body.weeks[0].week"),
        ({"weeks": None}, "body.weeks"),
        ({"price": 1.234}, "body.price"),
        ({"currency": "JPY"}, "body.price"),  # 49.5 has digits that yen have not.
        ({"name": ""}, "body.name"),
        ({"trainerId": 7}, "body.trainerId"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_changes(
    world: World, wrong: dict[str, Any], path: str
) -> None:
    coach = new_coach(world)
    programme = coach.programme()
    before = coach.call(get_programme, id=programme).data

    reply = coach.call(change_programme, id=programme, body=wrong)

    assert (reply.status, reply.paths) == (400, [path])
    assert coach.call(get_programme, id=programme).data == before


def test_another_trainer_s_or_a_deleted_one_is_not_found(world: World) -> None:
    coach, other = new_coach(world), new_coach(world)
    theirs, deleted = other.programme(), coach.programme()
    coach.call(delete_programme, id=deleted)

    for number in (theirs, deleted, new_id()):
        reply = coach.call(change_programme, id=number, body={"name": "Mine"})
        assert (reply.status, reply.code) == (404, "NOT_FOUND")
    named = other.call(get_programme, id=theirs).data["programme"]["name"]
    assert named == PROGRAMME["name"]
