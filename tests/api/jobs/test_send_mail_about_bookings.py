"""Mails about bookings, from the booking to what SES is given."""

from email.message import EmailMessage
from typing import Any

from jobs import send_mail
from my_bookings import cancel_booked_session, reschedule_booked_session
from stvos.bookings.timers import BookingTimers
from stvos.dynamodb.table import Item
from tests.api.jobs.post import DONE, Outgoing, event_of, part_of
from tests.api.trainers.bookings import at, booked, offering, written
from tests.ical_reader import ReadCalendar, read
from tests.world import World


def deliver(world: World, *messages: Item) -> None:
    bodies = [
        {
            "clientId": world.client.id,
            "messageId": message["message_id"],
            "createdAt": message["created_at"],
            "content": message["content"],
        }
        for message in messages
    ]
    assert send_mail.handler(event_of(*bodies), None) == DONE


def about_bookings(world: World) -> list[Item]:
    return [m for m in world.outbox() if m["content"].get("template", "").startswith("booking_")]


def to(ses: Outgoing, address: str) -> list[EmailMessage]:
    return [m for m in ses.mails if m["To"].addresses[0].addr_spec == address]


def calendar_of(mail: EmailMessage) -> ReadCalendar:
    [file] = mail.iter_attachments()
    found = read(file.get_payload(decode=True))  # type: ignore[arg-type]
    assert file["Content-Type"].params["method"] == found.method
    return found


def test_a_calendar_follows_a_session_from_its_booking_to_its_cancellation(
    world: World, ses: Outgoing
) -> None:
    trainer, service = offering(world, zone="Australia/Lord_Howe", weekly=_ALL_DAY, increment=30)
    member = world.member()
    booking = booked(member, trainer, service, at(3, 12))
    body = {"startsAt": written(at(4, 12))}
    assert member.call(reschedule_booked_session, id=booking, body=body).status == 200
    assert member.call(cancel_booked_session, id=booking, body={}).status == 200

    deliver(world, *about_bookings(world))

    for address in (member.email, trainer.member.email):
        calendars = [calendar_of(mail) for mail in to(ses, address)]
        assert [c.method for c in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
        entries = [c.entries[0] for c in calendars]
        assert [e.sequence for e in entries] == [1, 2, 3]
        assert [e.starts_at for e in entries] == [at(3, 12), at(4, 12), at(4, 12)]
        assert len({e.uid for e in entries}) == 1
    text = part_of(to(ses, trainer.member.email)[0], "plain")
    assert "(Australia/Lord_Howe)" in text
    assert "(UTC)" in part_of(to(ses, member.email)[0], "plain")


def test_the_trainer_reads_whom_they_meet(world: World, ses: Outgoing) -> None:
    trainer, service = offering(world)
    member = world.member(name="Mia Miller")
    booked(member, trainer, service, at(3, 12))

    deliver(world, *about_bookings(world))

    [mail] = to(ses, trainer.member.email)
    assert "Your session with Mia Miller is confirmed." in part_of(mail, "plain")


def test_nobody_is_mailed_whose_account_is_gone(world: World, ses: Outgoing) -> None:
    trainer, service = offering(world)
    booked(world.member(), trainer, service, at(3, 12))
    messages = about_bookings(world)
    gone = [m | {"content": m["content"] | {"to_user": 1}} for m in messages]

    deliver(world, *gone)

    assert ses.mails == []


def test_who_turned_notifications_off_gets_no_reminders(world: World, ses: Outgoing) -> None:
    trainer, service = offering(world)
    member = world.member(settings={"notifications": False})
    booking = booked(member, trainer, service, at(3, 12))
    BookingTimers(world.table, world.tenant, lambda: at(2, 12)).do(booking)

    deliver(world, *about_bookings(world))

    assert [mail["Subject"].split(":")[0] for mail in to(ses, member.email)] == ["Confirmed"]
    subjects = [mail["Subject"].split(":")[0] for mail in to(ses, trainer.member.email)]
    assert subjects == ["Confirmed", "Reminder"]


_ALL_DAY: list[dict[str, Any]] = [
    {"day": day, "start": "00:00", "end": "24:00"}
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
]
