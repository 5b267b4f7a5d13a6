"""GET /v1/trainer/bookings."""

import pytest

from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.world import TrainerAccount, in_days
from tests.world import World
from trainer_portal import cancel_booking, list_trainer_bookings


def ids(trainer: TrainerAccount, **query: str) -> list[int]:
    reply = trainer.call(list_trainer_bookings, query=query)
    assert reply.status == 200
    assert reply.data["items"] == reply.data["bookings"]
    return [booking["id"] for booking in reply.data["bookings"]]


def test_bookings_come_soonest_first(world: World) -> None:
    trainer, service = offering(world)
    made = [
        booked(world.member(), trainer, service, at(d, h)) for d, h in ((3, 9), (2, 16), (2, 9))
    ]
    assert ids(trainer) == made[::-1]
    assert ids(trainer, **{"from": f"{in_days(3)}"}) == [made[0]]
    assert ids(trainer, to=f"{in_days(2)}") == [made[2], made[1]]


def test_days_are_of_the_trainer_s_zone(world: World) -> None:
    trainer, service = offering(world)
    trainer.offer(zone="Pacific/Auckland")
    made = booked(world.member(), trainer, service, at(2, 23))
    # Eleven at night in London is the next day there.
    day = f"{in_days(3)}"
    assert ids(trainer, **{"from": day, "to": day}) == [made]
    day = f"{in_days(2)}"
    assert ids(trainer, **{"from": day, "to": day}) == []


def test_a_status_narrows_the_list(world: World) -> None:
    trainer, service = offering(world)
    kept, given_up = (booked(world.member(), trainer, service, at(2, h)) for h in (9, 10))
    trainer.call(cancel_booking, id=given_up, body={})
    assert ids(trainer, status="cancelled") == [given_up]
    assert ids(trainer, status="confirmed") == [kept]


def test_pages_follow_each_other(world: World) -> None:
    trainer, service = offering(world)
    made = [booked(world.member(), trainer, service, at(2, 9 + n)) for n in range(5)]
    first = trainer.call(list_trainer_bookings, query={"limit": "2"}).data
    second = trainer.call(
        list_trainer_bookings, query={"limit": "10", "cursor": first["nextCursor"]}
    ).data
    assert [b["id"] for b in first["bookings"] + second["bookings"]] == made


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from": "2026-02-31"}, "query.from"),
        ({"from": "2027-02-03", "to": "2027-02-02"}, "query.to"),
        ({"status": "open"}, "query.status"),
    ],
)
def test_bad_questions_are_named(world: World, query: dict[str, str], path: str) -> None:
    trainer, _ = offering(world)
    reply = trainer.call(list_trainer_bookings, query=query)
    assert (reply.status, reply.paths) == (400, [path])
