"""DELETE /v1/trainer/programmes/{id}."""

from my_bookings import pause_subscription
from stvos.ids import new_id
from tests.api.programmes.world import days_later, followed, new_coach, on, shown
from tests.world import World
from trainer_portal import delete_programme, list_own_programmes


def test_who_follows_a_deleted_programme_goes_on_to_its_end(world: World) -> None:
    coach, member = new_coach(world), world.member()
    programme = coach.programme()
    with days_later(0):
        subscription = followed(member, programme)

    reply = coach.call(delete_programme, id=programme)

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert coach.call(list_own_programmes).data["programmes"] == []
    with days_later(3):
        member.call(pause_subscription, id=subscription["id"], body={"until": on(5)})
    with days_later(6):
        later = shown(member)
    assert (later["status"], later["dayIndex"], later["endsOn"]) == ("active", 5, on(15))


def test_a_deleted_programme_makes_room_for_another(world: World) -> None:
    coach = new_coach(world)
    coach.call(delete_programme, id=coach.programme())

    stored = world.table.find(world.keys.programme_count(coach.trainer_id))

    assert stored is not None
    assert stored["programmes"] == 0


def test_it_is_deleted_once_and_by_its_trainer(world: World) -> None:
    coach, other = new_coach(world), new_coach(world)
    programme = coach.programme()

    replies = [
        other.call(delete_programme, id=programme),
        coach.call(delete_programme, id=programme),
        coach.call(delete_programme, id=programme),
        coach.call(delete_programme, id=new_id()),
    ]

    assert [reply.status for reply in replies] == [404, 200, 404, 404]


def test_a_deletion_that_is_sent_again_is_answered_alike(world: World) -> None:
    coach = new_coach(world)
    programme = coach.programme()

    headers = {"Idempotency-Key": "gone"}
    replies = [coach.call(delete_programme, id=programme, headers=headers) for _ in range(2)]

    assert [reply.status for reply in replies] == [200, 200]
