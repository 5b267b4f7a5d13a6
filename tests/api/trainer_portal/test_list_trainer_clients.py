"""GET /v1/trainer/clients."""

from datetime import timedelta

from jobs import erase_member
from members import delete_me
from programmes import subscribe
from stvos.clock import standing, utc_now
from tests.api.members.workers import records, work_off
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.world import TrainerAccount
from tests.world import Member, World
from trainer_portal import cancel_booking, complete_booking, create_programme, list_trainer_clients


def clients(trainer: TrainerAccount, **query: str) -> list[int]:
    items = trainer.call(list_trainer_clients, query=query).data["items"]
    return [client["userId"] for client in items]


def subscribed(member: Member, trainer: TrainerAccount) -> None:
    made = trainer.call(create_programme, body=PROGRAMME).data["programme"]
    assert member.call(subscribe, id=made["id"], body={}).status == 201


def test_whoever_booked_or_subscribed_is_listed_those_active_last_first(world: World) -> None:
    trainer, service = offering(world)
    booker, follower = world.member(name="Bea Booker"), world.member(name="Fay Follower")
    world.member()
    slot, later = at(3, 10), utc_now() + timedelta(minutes=5)
    booking = booked(booker, trainer, service, slot)
    with standing(later):
        subscribed(follower, trainer)
    data = trainer.call(list_trainer_clients).data

    assert data["clients"] == data["items"]
    assert clients(trainer) == [follower.id, booker.id]
    card = data["items"][1]
    assert card.pop("since") == card.pop("lastActiveAt")
    assert card == {
        "userId": booker.id,
        "name": "Bea Booker",
        "bookings": 1,
        "sessions": 0,
        "programmes": 0,
        "sharesProgress": False,
    }
    assert data["items"][0]["programmes"] == 1

    with standing(slot + timedelta(hours=1)):
        trainer.call(complete_booking, id=booking, body={})
    first = trainer.call(list_trainer_clients).data["items"][0]
    assert (first["userId"], first["bookings"], first["sessions"]) == (booker.id, 1, 1)


def test_a_cancelled_booking_is_no_session_and_its_member_is_still_known(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booking = booked(member, trainer, service, at(3, 10))
    trainer.call(cancel_booking, id=booking, body={})
    [client] = trainer.call(list_trainer_clients).data["items"]

    assert (client["bookings"], client["sessions"]) == (1, 0)


def test_a_page_goes_on_behind_its_last_client(world: World) -> None:
    trainer, service = offering(world)
    members = [world.member() for _ in range(3)]
    for hour, member in enumerate(members, start=9):
        booked(member, trainer, service, at(3, hour))
    first = trainer.call(list_trainer_clients, query={"limit": "2"}).data
    rest = clients(trainer, cursor=first["nextCursor"])

    listed = [client["userId"] for client in first["items"]] + rest
    assert sorted(listed) == sorted(member.id for member in members)
    assert len(rest) == 1


def test_another_trainer_knows_other_members(world: World) -> None:
    trainer, service = offering(world)
    other, _ = offering(world)
    booked(world.member(), trainer, service, at(3, 10))

    assert clients(other) == []


def test_a_member_who_left_is_not_listed_and_nothing_of_them_is_kept(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    member.call(delete_me, body={})
    assert clients(trainer) == []

    due = utc_now() + timedelta(hours=2)
    with standing(due):
        assert work_off(erase_member, records(world, "erase")) == []
    assert list(world.table.all(world.keys.trainer_clients(trainer.trainer_id))) == []


def test_a_member_has_no_clients(world: World) -> None:
    assert world.member().call(list_trainer_clients).code == "FORBIDDEN"
