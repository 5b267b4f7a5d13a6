"""GET /v1/trainer/programmes/{id}/subscribers."""

from datetime import timedelta

from jobs import erase_member
from members import delete_me
from my_bookings import cancel_subscription, pause_subscription
from stvos.clock import standing, utc_now
from stvos.ids import new_id
from stvos.programmes.subscriptions import SubscriberList
from tests.api.members.workers import records, work_off
from tests.api.programmes.world import days_later, followed, member_in, new_coach, on
from tests.world import World
from trainer_portal import list_subscribers


def test_those_who_follow_come_first_each_with_the_day_that_they_are_at(world: World) -> None:
    coach = new_coach(world)
    programme = coach.programme()
    old, ended, paused, ahead = (
        world.member(name="Olga Old"),
        world.member(name="Emil Ended"),
        world.member(name="Pia Paused"),
        member_in(world, "Pacific/Kiritimati"),
    )
    with days_later(0):
        followed(old, programme)
        cancelled = followed(ended, programme)
        stopped = followed(paused, programme)
        followed(ahead, programme)
    with days_later(2):
        ended.call(cancel_subscription, id=cancelled["id"], body={})
        paused.call(pause_subscription, id=stopped["id"], body={})
    with days_later(8):
        data = coach.call(list_subscribers, id=programme).data

    assert data["items"] == data["subscribers"]
    assert data["items"][1] == {
        "userId": paused.id,
        "name": "Pia Paused",
        "status": "paused",
        "startDate": on(0),
        "dayIndex": 3,
        "week": 1,
    }
    rows = [(one["userId"], one["status"], one["dayIndex"]) for one in data["items"]]
    assert rows == [
        (ahead.id, "active", 9),  # Began on the 2nd, where it is the 10th by now.
        (paused.id, "paused", 3),
        (old.id, "active", 9),
        (ended.id, "cancelled", 3),
    ]


def test_a_member_who_follows_it_again_is_listed_once(world: World) -> None:
    coach, member = new_coach(world), world.member()
    programme = coach.programme()
    first = followed(member, programme)
    member.call(cancel_subscription, id=first["id"], body={})
    followed(member, programme)

    data = coach.call(list_subscribers, id=programme).data

    assert [(one["userId"], one["status"]) for one in data["items"]] == [(member.id, "active")]


def test_who_follows_it_now_is_counted(world: World) -> None:
    programme = new_coach(world).programme()
    members = [world.member() for _ in range(3)]
    subscriptions = [followed(member, programme) for member in members]
    members[0].call(cancel_subscription, id=subscriptions[0]["id"], body={})
    members[1].call(pause_subscription, id=subscriptions[1]["id"], body={})

    assert SubscriberList(world.table, world.tenant, programme).count() == 2


def test_a_list_goes_on_by_its_cursor(world: World) -> None:
    coach = new_coach(world)
    programme = coach.programme()
    members = [world.member() for _ in range(3)]
    subscriptions = [followed(member, programme) for member in members]
    members[1].call(cancel_subscription, id=subscriptions[1]["id"], body={})

    first = coach.call(list_subscribers, id=programme, query={"limit": "2"}).data
    query = {"limit": "2", "cursor": first["nextCursor"]}
    second = coach.call(list_subscribers, id=programme, query=query).data

    found = [[one["userId"] for one in page["items"]] for page in (first, second)]
    assert found == [[members[2].id, members[0].id], [members[1].id]]
    assert "nextCursor" not in second


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    coach = new_coach(world)

    reply = coach.call(list_subscribers, id=coach.programme(), query={"cursor": "U0VTU0lPTiMx"})

    assert (reply.status, reply.paths) == (400, ["query.cursor"])


def test_who_deletes_their_account_leaves_the_list(world: World) -> None:
    coach, member, other = new_coach(world), world.member(), world.member()
    programme = coach.programme()
    followed(other, programme)
    followed(member, programme)

    member.call(delete_me, body={})
    before = coach.call(list_subscribers, id=programme).data["items"]
    with standing(utc_now() + timedelta(hours=1)):
        assert work_off(erase_member, records(world, "erase")) == []
    after = coach.call(list_subscribers, id=programme).data["items"]

    assert [one["userId"] for one in before] == [one["userId"] for one in after] == [other.id]
    places = world.table.all(world.keys.subscribers(programme))
    assert [place["user_id"] for place in places] == [other.id]


def test_another_trainer_s_is_not_found(world: World) -> None:
    coach, other = new_coach(world), new_coach(world)

    for number in (other.programme(), new_id()):
        reply = coach.call(list_subscribers, id=number)
        assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_members_are_refused(world: World) -> None:
    reply = world.member().call(list_subscribers, id=new_coach(world).programme())

    assert (reply.status, reply.code) == (403, "FORBIDDEN")
