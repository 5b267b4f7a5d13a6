"""GET /v1/trainer/clients/{userId}."""

from datetime import timedelta
from typing import Any

from members import delete_me, update_me
from programmes import subscribe
from progress_logs import log_water
from stvos.clock import standing
from tests.api.programmes.world import PROGRAMME
from tests.api.trainers.bookings import at, booked, offering, written
from tests.api.trainers.group_classes import created, join, leave
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.world import Member, World
from trainer_portal import create_programme, get_trainer_client, mark_no_show, record_attendance

PROFILE = {"age": 34, "weight": 71.5, "goals": ["Run 10 km"], "allergies": ["nuts"]}


def shown(trainer: TrainerAccount, member: Member, **query: str) -> Any:
    reply = trainer.call(get_trainer_client, userId=member.id, query=query)
    assert reply.status == 200, reply.text
    return reply.data


def share(member: Member, *, shares: bool) -> None:
    body = {"settings": {"shareProgressWithCoach": shares}}
    assert member.call(update_me, body=body).status == 200


def test_a_client_with_sessions_and_programmes_of_this_trainer_only(world: World) -> None:
    trainer, service = offering(world)
    other, others_service = offering(world)
    member = world.member(name="Mia")
    first, second = at(3, 10), at(4, 10)
    early = booked(member, trainer, service, first)
    late = booked(member, trainer, service, second)
    booked(member, other, others_service, at(5, 10))
    made = trainer.call(create_programme, body=PROGRAMME).data["programme"]
    member.call(subscribe, id=made["id"], body={})
    with standing(first + timedelta(hours=1)):
        trainer.call(mark_no_show, id=early, body={})
    data = shown(trainer, member)

    client = data["client"]
    assert (client["userId"], client["name"], client["timezone"]) == (member.id, "Mia", "UTC")
    assert (client["bookings"], client["sessions"], client["programmes"]) == (2, 1, 1)
    assert client["notes"] == ""
    sessions = [(each["id"], each["status"]) for each in data["history"]["sessions"]]
    assert sessions == [(late, "confirmed"), (early, "no_show")]
    [programme] = data["history"]["programmes"]
    assert programme["programme"] == {"id": made["id"], "name": PROGRAMME["name"], "weeks": 2}
    assert [each["userId"] for each in data["history"]["sessions"]] == [member.id] * 2


def test_a_member_who_joined_a_class_is_a_client_with_its_history(world: World) -> None:
    trainer, other = new_trainer(world), new_trainer(world)
    first, second = created(trainer, at(3, 10)), created(trainer, at(4, 10))
    member = world.member(name="Mia")
    for class_id in (first, second, created(other, at(5, 10))):
        join(member, class_id)
    leave(member, second)
    with standing(at(3, 10)):
        trainer.call(record_attendance, id=first, body={"attended": [member.id]})
    data = shown(trainer, member)

    assert data["client"]["name"] == "Mia"
    classes = data["history"]["classes"]
    assert [(each["classId"], each["status"], each["attended"]) for each in classes] == [
        (second, "cancelled", None),
        (first, "confirmed", True),
    ]
    assert (classes[0]["name"], classes[0]["startsAt"]) == ("Morning Flow", written(at(4, 10)))


def test_sessions_go_on_behind_the_page(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    ids = [booked(member, trainer, service, at(3, hour)) for hour in (9, 10, 11)]
    first = shown(trainer, member, limit="2")
    rest = shown(trainer, member, limit="2", cursor=first["nextCursor"])

    pages = first["history"]["sessions"] + rest["history"]["sessions"]
    assert [each["id"] for each in pages] == ids[::-1]
    assert "nextCursor" not in rest


def test_health_is_shown_only_while_the_member_shares_it(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    member.call(update_me, body={"profile": PROFILE})
    member.call(log_water, body={"amountMl": 700})
    booked(member, trainer, service, at(3, 10))
    hidden = shown(trainer, member)

    assert "progress" not in hidden
    assert "health" not in hidden["client"]["profile"]
    assert hidden["client"]["profile"]["goals"] == ["Run 10 km"]
    assert not hidden["client"]["sharesProgress"]

    share(member, shares=True)
    data = shown(trainer, member)
    assert data["client"]["sharesProgress"]
    health = data["client"]["profile"]["health"]
    assert (health["age"], health["weight"], health["allergies"]) == (34, 71.5, ["nuts"])
    assert sum(day["waterMl"] for day in data["progress"]["series"]) == 700

    share(member, shares=False)
    assert "progress" not in shown(trainer, member)


def test_a_member_who_never_came_is_unknown_however_much_they_share(world: World) -> None:
    trainer, _ = offering(world)
    other, others_service = offering(world)
    member = world.member()
    share(member, shares=True)
    booked(member, other, others_service, at(3, 10))

    assert trainer.call(get_trainer_client, userId=member.id).code == "NOT_FOUND"
    assert member.call(get_trainer_client, userId=member.id).code == "FORBIDDEN"


def test_a_member_who_left_is_unknown(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    member.call(delete_me, body={})

    assert trainer.call(get_trainer_client, userId=member.id).code == "NOT_FOUND"
