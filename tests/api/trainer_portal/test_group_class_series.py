"""POST /v1/trainer/classes with a recurrence: all of a series or nothing."""

from datetime import timedelta
from typing import Any

import pytest

from stvos import clock
from stvos.clock import utc_now
from stvos.ids import new_token
from tests.api.trainers.bookings import at, book, booked, offering, open_starts, written
from tests.api.trainers.crashes import dying_after
from tests.api.trainers.group_classes import class_body, create
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.contract.stored import differences, everything_stored
from tests.world import World
from trainer_portal import create_group_class, list_group_classes
from trainers import list_trainer_classes

WEEK = timedelta(days=7)


def weekly(**end: Any) -> dict[str, Any]:
    return {"recurrence": {"freq": "weekly", **end}}


def listed(trainer: TrainerAccount) -> list[dict[str, Any]]:
    classes = trainer.call(list_group_classes, query={"limit": "100"}).data["classes"]
    return list(classes)


def test_each_class_is_one_of_its_own_in_the_same_series(world: World) -> None:
    trainer = new_trainer(world, timezone="Asia/Kolkata")
    reply = create(trainer, at(3, 9), **weekly(count=4))

    made = reply.data["classes"]
    assert reply.status == 201
    assert reply.data["groupClass"] == made[0]
    assert [each["startsAt"] for each in made] == [written(at(3, 9) + n * WEEK) for n in range(4)]
    assert {each["scheduledTime"] for each in made} == {"14:30"}
    assert len({each["seriesId"] for each in made}) == 1
    assert len({each["id"] for each in made}) == 4
    assert listed(trainer) == made


def test_a_series_of_a_year_and_many_seats_is_made_whole(world: World) -> None:
    trainer = new_trainer(world)
    reply = create(trainer, at(3, 23, 30), capacity=250, **weekly(count=52))

    assert reply.status == 201, reply.text
    seen = world.member().call(list_trainer_classes, id=trainer.trainer_id).data
    assert [each["spotsLeft"] for each in seen["upcomingGroupClasses"]] == [250] * 52


def test_a_series_until_a_day_has_a_class_on_it(world: World) -> None:
    trainer = new_trainer(world)
    last = (at(3, 9) + 2 * WEEK).date()
    made = create(trainer, at(3, 9), **weekly(until=f"{last}")).data["classes"]
    assert [each["scheduledDate"] for each in made][-1] == f"{last}"
    assert len(made) == 3


def test_the_trainers_time_is_taken_in_each_week(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    create(trainer, at(3, 10), **weekly(count=2))

    for day in (3, 10):
        assert "10:00" not in open_starts(member, trainer, day)
        assert book(member, trainer, service, at(day, 10)).code == "SLOT_TAKEN"
    assert "10:00" in open_starts(member, trainer, 17)


def test_a_class_of_its_own_has_no_series(world: World) -> None:
    data = create(new_trainer(world), at(3, 9)).data
    assert "seriesId" not in data["groupClass"]
    assert data["classes"] == [data["groupClass"]]


def test_a_conflict_refuses_the_series_with_its_days_and_leaves_nothing(world: World) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(10, 10))
    create(trainer, at(24, 9, 30))
    before = everything_stored()
    reply = create(trainer, at(3, 10), **weekly(count=30))

    assert (reply.status, reply.code) == (409, "SLOT_TAKEN")
    assert reply.json["conflicts"] == [
        {"date": f"{day:%Y-%m-%d}", "startsAt": written(day)} for day in (at(10, 10), at(24, 10))
    ]
    assert what_is_left(differences(before, everything_stored())) == []
    assert create(trainer, at(3, 10)).status == 201


def what_is_left(changed: dict[str, dict[str, Any]]) -> list[str]:
    """Places where more is stored than marks of writes, and of times that are free again."""
    marks = {"writer", "bookings", "entries", "times_0", "pk", "sk", "type"}
    return [place for place, change in changed.items() if change.keys() - marks]


@pytest.mark.parametrize(
    ("path", "recurrence"),
    [
        ("body.recurrence", {"freq": "weekly"}),
        ("body.recurrence", {"freq": "weekly", "count": 2, "until": "2027-01-01"}),
        ("body.recurrence.count", {"freq": "weekly", "count": 0}),
        ("body.recurrence.count", {"freq": "weekly", "count": 53}),
        ("body.recurrence.until", {"freq": "weekly", "until": "2199-01-01"}),
        ("body.recurrence.until", {"freq": "weekly", "until": "2020-02-31"}),
        ("body.recurrence.until", {"freq": "weekly", "until": f"{utc_now():%Y-%m-%d}"}),
        ("body.recurrence.freq", {"freq": "daily", "count": 2}),
        ("body.recurrence.freq", {"count": 2}),
    ],
)
def test_a_series_without_a_sound_end_is_refused(
    world: World, path: str, recurrence: dict[str, Any]
) -> None:
    trainer = new_trainer(world)
    reply = create(trainer, at(3, 9), recurrence=recurrence)

    assert (reply.status, reply.paths) == (400, [path])
    assert listed(trainer) == []


@pytest.mark.parametrize("transactions", [0, 1, 2])
def test_after_a_crash_the_same_request_finishes_its_series(
    world: World, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    trainer = new_trainer(world)
    body = class_body(at(3, 9), **weekly(count=40))
    key = {"Idempotency-Key": new_token()}
    with dying_after(transactions, monkeypatch):
        trainer.call(create_group_class, body=body, headers=key)
    real_now = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real_now() + timedelta(seconds=40))
    reply = trainer.call(create_group_class, body=body, headers=key)

    assert reply.status == 201, reply.text
    assert listed(trainer) == reply.data["classes"]
