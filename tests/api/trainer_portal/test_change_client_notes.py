"""PUT /v1/trainer/clients/{userId}/notes."""

from datetime import timedelta

from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import UserId
from tests.api.jobs.test_export_member import exported
from tests.api.trainers.bookings import at, booked, offering
from tests.world import World
from trainer_portal import change_client_notes, get_trainer_client


def test_the_notes_are_replaced_and_are_each_trainers_own(world: World) -> None:
    trainer, service = offering(world)
    other, others_service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    booked(member, other, others_service, at(4, 10))
    trainer.call(change_client_notes, userId=member.id, body={"notes": "Left knee."})
    reply = trainer.call(change_client_notes, userId=member.id, body={"notes": "Both knees."})

    assert (reply.status, reply.data["notes"]) == (200, "Both knees.")
    own = trainer.call(get_trainer_client, userId=member.id).data["client"]
    assert (own["notes"], own["notesAt"]) == ("Both knees.", reply.data["notesAt"])
    others = other.call(get_trainer_client, userId=member.id).data["client"]
    assert others["notes"] == ""


def test_a_later_booking_keeps_the_notes(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    trainer.call(change_client_notes, userId=member.id, body={"notes": "Left knee."})
    booked(member, trainer, service, at(4, 10))

    client = trainer.call(get_trainer_client, userId=member.id).data["client"]
    assert (client["notes"], client["bookings"]) == ("Left knee.", 2)


def test_an_earlier_request_that_comes_late_replaces_nothing(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    before = utc_now() - timedelta(minutes=1)
    trainer.call(change_client_notes, userId=member.id, body={"notes": "Both knees."})
    with standing(before):
        late = trainer.call(change_client_notes, userId=member.id, body={"notes": "Left knee."})

    assert late.data["notes"] == "Both knees."


def test_empty_notes_remove_them(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    trainer.call(change_client_notes, userId=member.id, body={"notes": "Left knee."})

    emptied = trainer.call(change_client_notes, userId=member.id, body={"notes": ""})
    assert emptied.data["notes"] == ""


def test_the_member_s_export_holds_what_trainers_know_of_them(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    trainer.call(change_client_notes, userId=member.id, body={"notes": "Left knee."})
    archive = exported(world, member)

    [known] = archive["trainers"]
    assert (known["trainerId"], known["notes"]) == (trainer.trainer_id, "Left knee.")


def test_of_a_member_who_never_came_nothing_is_noted(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    body = {"notes": "Seen on the street."}

    assert trainer.call(change_client_notes, userId=member.id, body=body).code == "NOT_FOUND"
    assert member.call(change_client_notes, userId=member.id, body=body).code == "FORBIDDEN"
    assert (
        world.table.find(world.keys.trainer_client(trainer.trainer_id, UserId(member.id))) is None
    )


def test_too_much_is_refused(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(3, 10))
    reply = trainer.call(change_client_notes, userId=member.id, body={"notes": "x" * 5001})

    assert (reply.status, reply.paths) == (400, ["body.notes"])
