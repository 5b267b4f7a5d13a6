"""What the mails about seats in group classes say to members, in their own time zones."""

from datetime import datetime

from stvos.calendars.entries import CalendarEntry, EntryStatus, group_class_uid
from stvos.mailing.calendar_files import calendar_file
from stvos.mailing.letters import Brand, Letter, LetterContent, LetterRow, greeting
from stvos.mailing.names import isolated, one_line
from stvos.mailing.times import day_and_hours


def confirmed(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Confirmed: {what}",
        heading="Your seat is booked",
        opening=f"You have a seat in this class with {_trainer(content)}.",
        status=EntryStatus.CONFIRMED,
    )


def promoted(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="You have a seat: {what}",
        heading="A seat is yours",
        opening=f"A seat became free in this class with {_trainer(content)}, and it is yours: you "
        "were next on the waitlist. If you cannot come, please give it up in the app.",
        status=EntryStatus.CONFIRMED,
    )


def given_up(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Cancelled: {what}",
        heading="Your seat is given up",
        opening=f"You gave up your seat in this class with {_trainer(content)}.",
        status=EntryStatus.CANCELLED,
    )


def moved(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="New time: {what}",
        heading="The class was changed",
        opening=f"{_begun(content)} changed this class. What it is now is below; your seat "
        "is kept.",
        status=EntryStatus.CONFIRMED,
    )


def moved_away(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="New time, without you: {what}",
        heading="You cannot come at the new time",
        opening=f"{_trainer(content)} moved this class to the time below, at which you have "
        "something else. Your seat was given up, and you pay nothing.",
        status=EntryStatus.CANCELLED,
    )


def wait_moved(brand: Brand, content: LetterContent) -> Letter:
    """To those who wait for a seat: no calendar has it."""
    return _letter(
        brand,
        content,
        subject="New time: {what}",
        heading="The class was changed",
        opening=f"{_trainer(content)} changed this class. What it is now is below; you are still "
        "on the waitlist.",
    )


def cancelled(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Cancelled: {what}",
        heading="The class is cancelled",
        opening=f"{_begun(content)} cancelled this class. You pay nothing.",
        status=EntryStatus.CANCELLED,
    )


def wait_ended(brand: Brand, content: LetterContent) -> Letter:
    """To those who waited for a seat of a class that is cancelled: no calendar has it."""
    return _letter(
        brand,
        content,
        subject="Cancelled: {what}",
        heading="The class is cancelled",
        opening=f"{_begun(content)} cancelled this class, for which you were on the waitlist.",
    )


def reminder(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Reminder: {what}",
        heading="Your class is coming up",
        opening=f"This is a reminder of your class with {_trainer(content)}.",
    )


def _letter(
    brand: Brand,
    content: LetterContent,
    *,
    subject: str,
    heading: str,
    opening: str,
    status: EntryStatus | None = None,
) -> Letter:
    """`status`: how it stands in the reader's calendar; None where that stays as it is."""
    name = one_line(content["class_name"])
    day, hours = day_and_hours(content)
    rows = [
        LetterRow("Class", isolated(name)),
        LetterRow("Trainer", _trainer(content)),
        LetterRow("Day", day),
        LetterRow("Time", hours),
    ]
    if reason := one_line(content.get("reason") or ""):
        rows.append(LetterRow("Reason", isolated(reason)))
    link = brand.link("Show the class", "classes", id=str(content["class_id"]))
    entry = _entry(content, status, link.url if link else None) if status else None
    return Letter(
        subject=subject.format(what=f"{name} on {day}") + f" at {brand.name}",
        heading=heading,
        greeting=greeting(content),
        opening=opening,
        rows=tuple(rows),
        link=link,
        why=f"You get this mail because you booked this class at {brand.inline}.",
        attachments=(calendar_file(brand, content, entry),) if entry else (),
    )


def _entry(content: LetterContent, status: EntryStatus, link: str | None) -> CalendarEntry:
    starts_at, ends_at, changed_at = (
        datetime.fromisoformat(content[name]) for name in ("starts_at", "ends_at", "changed_at")
    )
    return CalendarEntry(
        uid=group_class_uid(content["client_id"], content["class_id"]),
        sequence=content["sequence"],
        status=status,
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=changed_at,
        title=f"{content['class_name']} with {_trainer(content)}",
        link=link,
    )


def _trainer(content: LetterContent) -> str:
    return isolated(one_line(content["trainer"]))


def _begun(content: LetterContent) -> str:
    """The trainer's name as it begins a sentence."""
    name = _trainer(content)
    return name[:1].upper() + name[1:]
