"""Mails about seats in group classes, from the seat to what SES is given."""

from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Item
from stvos.group_classes.due_seats import do_due
from tests.api.jobs.post import Outgoing, part_of
from tests.api.jobs.test_send_mail_about_bookings import calendar_of, deliver, to
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, join, joined, leave
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.world import World
from trainer_portal import cancel_group_class


def about_classes(world: World) -> list[Item]:
    return [m for m in world.outbox() if m["content"].get("template", "").startswith("class_")]


def cancelled(world: World, trainer: TrainerAccount, class_id: int) -> None:
    """Cancel a class and have its seats freed, by work that comes twice."""
    assert trainer.call(cancel_group_class, id=class_id).status == 200
    for _ in range(2):
        do_due(world.table, Keys(world.tenant).seat_count(class_id, 0), at(1, 12))


def test_a_calendar_follows_a_seat_from_joining_to_the_end_of_the_class(
    world: World, ses: Outgoing
) -> None:
    trainer, member = new_trainer(world), world.member(settings={"timezone": "Europe/Berlin"})
    class_id = created(trainer, at(3, 23, 30))
    for act in (join, leave, join):
        assert act(member, class_id).status == 200
    cancelled(world, trainer, class_id)

    deliver(world, *about_classes(world))

    mails = to(ses, member.email)
    calendars = [calendar_of(mail) for mail in mails]
    assert [c.method for c in calendars] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    sequences = [c.entries[0].sequence for c in calendars]
    assert sequences == sorted(set(sequences))
    assert {c.entries[0].uid for c in calendars} == {
        f"group-class-{class_id}@{world.client.id}.stvos"
    }
    assert {c.entries[0].starts_at for c in calendars} == {at(3, 23, 30)}
    assert "(Europe/Berlin)" in part_of(mails[0], "plain")
    assert "You have a seat in this class with Tara Trainer." in part_of(mails[0], "plain")


def test_who_is_promoted_is_notified_and_no_one_else_but_who_left(
    world: World, ses: Outgoing
) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=3)
    first, _, _, fourth, _ = joined(world, class_id, 5)
    before = len(about_classes(world))
    leave(first, class_id)

    fresh = about_classes(world)[before:]
    mailed = sorted((m["content"]["to_user"], m["content"]["template"]) for m in fresh)
    assert mailed == sorted([(first.id, "class_given_up"), (fourth.id, "class_promoted")])
    deliver(world, *fresh)
    [mail] = to(ses, fourth.email)
    assert mail["Subject"].startswith("You have a seat: Morning Flow")
    assert calendar_of(mail).entries[0].status == "CONFIRMED"


def test_all_of_a_cancelled_class_are_notified_once(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=2)
    members = joined(world, class_id, 4)
    leave(members[3], class_id)
    before = len(about_classes(world))
    cancelled(world, trainer, class_id)

    fresh = [m["content"] for m in about_classes(world)[before:]]
    assert sorted((m["to_user"], m["template"]) for m in fresh) == sorted(
        [
            (members[0].id, "class_cancelled"),
            (members[1].id, "class_cancelled"),
            (members[2].id, "class_wait_ended"),
        ]
    )
