"""What the mails about bookings say, to members and to trainers, in their own time zones."""

from datetime import datetime

from stvos.bookings.models import BookingStatus
from stvos.calendars.entries import CalendarEntry, booking_uid, status_of
from stvos.mailing.calendar_files import calendar_file
from stvos.mailing.letters import Brand, Letter, LetterContent, LetterRow, greeting
from stvos.mailing.names import greeting_name, isolated, one_line
from stvos.mailing.times import day_and_hours


def confirmed(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Confirmed: {what}",
        heading="The session is booked",
        opening=f"Your session with {_other(content)} is confirmed.",
    )


def requested(brand: Brand, content: LetterContent) -> Letter:
    if _is_trainer(content):
        return _letter(
            brand,
            content,
            subject="Please answer: {what}",
            heading="A new request",
            opening=f"{_begun(_other(content))} would like to book this session. Confirm or "
            "decline it in the app: without an answer within a day it lapses.",
        )
    return _letter(
        brand,
        content,
        subject="Requested: {what}",
        heading="Your request",
        opening=f"We have asked {_other(content)} for this session; the answer comes within a day. "
        "The time is kept for you until then.",
    )


def declined(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Declined: {what}",
        heading="The request is declined",
        opening="You declined this session. Its time is free again."
        if _is_trainer(content)
        else f"{_begun(_other(content))} cannot take this session. You pay nothing.",
    )


def lapsed(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Not confirmed: {what}",
        heading="The request has lapsed",
        opening="You did not answer this request in time. The time of the session is free again."
        if _is_trainer(content)
        else f"{_begun(_other(content))} did not confirm this session in time. You pay nothing, "
        "and can ask for another time.",
    )


def moved(brand: Brand, content: LetterContent) -> Letter:
    opening = f"Your session with {_other(content)} was moved. Its new time is below."
    if content.get("status") == "pending":
        opening += (
            " Confirm or decline the new time in the app: without an answer within a day it lapses."
            if _is_trainer(content)
            else " It waits for your trainer's answer, which comes within a day."
        )
    return _letter(
        brand,
        content,
        subject="New time: {what}",
        heading="The session has a new time",
        opening=opening,
    )


def cancelled(brand: Brand, content: LetterContent) -> Letter:
    by, other = content["cancelled_by"], _other(content)
    if by == content["reader"]:
        opening = f"You cancelled this session with {other}."
    elif by in ("member", "trainer"):
        opening = f"{_begun(other)} cancelled this session."
    else:
        opening = f"Your session with {other} is cancelled."
    return _letter(
        brand,
        content,
        subject="Cancelled: {what}",
        heading="The session is cancelled",
        opening=opening,
    )


def reminder(brand: Brand, content: LetterContent) -> Letter:
    return _letter(
        brand,
        content,
        subject="Reminder: {what}",
        heading="Your session is coming up",
        opening=f"This is a reminder of your session with {_other(content)}.",
        is_new=False,
    )


def _letter(
    brand: Brand,
    content: LetterContent,
    *,
    subject: str,
    heading: str,
    opening: str,
    is_new: bool = True,
) -> Letter:
    """`is_new`: the reader's calendar does not know this yet."""
    service = one_line(content["service"])
    day, hours = day_and_hours(content)
    rows = [LetterRow("Session", isolated(service))]
    if not _is_trainer(content):
        rows.append(LetterRow("Trainer", isolated(one_line(content["trainer"]))))
    elif member := greeting_name(content.get("member") or ""):
        rows.append(LetterRow("Member", isolated(member)))
    rows += [LetterRow("Day", day), LetterRow("Time", hours)]
    reason = one_line(content.get("reason") or "")
    if reason:
        rows.append(LetterRow("Reason", isolated(reason)))
    link = brand.link("Show the session", "bookings", id=str(content["booking_id"]))
    entry = _entry(content, link.url if link else None)
    return Letter(
        subject=subject.format(what=f"{service} on {day}") + f" at {brand.name}",
        heading=heading,
        greeting=greeting(content),
        opening=opening,
        rows=tuple(rows),
        link=link,
        why=f"You get this mail because the session is yours at {brand.inline}.",
        attachments=(calendar_file(brand, content, entry),) if is_new else (),
    )


def _entry(content: LetterContent, link: str | None) -> CalendarEntry:
    starts_at, ends_at, changed_at = (
        datetime.fromisoformat(content[name]) for name in ("starts_at", "ends_at", "changed_at")
    )
    return CalendarEntry(
        uid=booking_uid(content["client_id"], content["booking_id"]),
        sequence=content["version"],
        status=status_of(BookingStatus(content["status"])),
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=changed_at,
        title=f"{content['service']} with {_other(content)}",
        link=link,
    )


def _is_trainer(content: LetterContent) -> bool:
    return bool(content["reader"] == "trainer")


def _other(content: LetterContent) -> str:
    """Whom the reader meets, within a sentence."""
    if not _is_trainer(content):
        return isolated(one_line(content["trainer"]))
    # A member's name that is none could carry a link: see `greeting_name`.
    return isolated(greeting_name(content.get("member") or "")) or "a member"


def _begun(name: str) -> str:
    """A name as it begins a sentence."""
    return name[:1].upper() + name[1:] if name == "a member" else name
