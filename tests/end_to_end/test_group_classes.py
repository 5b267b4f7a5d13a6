"""A weekly class on the laptop stack: three seats, a waitlist, one who leaves, and its end."""

import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from zoneinfo import ZoneInfo

from stvos.clock import utc_now
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.test_marketplace import HOWE, NEW_YORK, due_work, member, registered
from tests.end_to_end.trip import mails_to
from tests.ical_reader import read


def test_a_class_from_its_first_seat_to_its_cancellation(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    howard = registered(operator, brand, app, "Howard Howe", f"hw-{address}", HOWE)
    starts = _tomorrow()
    body = {
        "name": "Beach Circuit",
        "startsAt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "duration": 45,
        "capacity": 3,
        "price": 12,
        "currency": "GBP",
        "recurrence": {"freq": "weekly", "count": 2},
    }
    made = howard.portal.post("/trainer/classes", body).data["classes"]
    assert len(made) == 2
    class_id = made[0]["id"]

    names = [f"{name}-{address}" for name in ("ann", "bob", "cat", "dan", "eve")]
    members = [member(app, name) for name in names]
    [offered, _] = members[0].get(f"/trainers/{howard.id}/classes").data["upcomingGroupClasses"]
    assert (offered["id"], offered["spotsLeft"]) == (class_id, 3)
    joining = f"/group-classes/{class_id}/join"
    seats = [one.post(joining).data["seat"] for one in members]
    assert [seat["status"] for seat in seats] == ["confirmed"] * 3 + ["waitlisted"] * 2
    assert [seat.get("position") for seat in seats[3:]] == [1, 2]
    for name in names[:3]:
        until(partial(_has, stack, name, "REQUEST"))

    left = members[0].post(f"/group-classes/{class_id}/leave").data["seat"]
    assert left["status"] == "cancelled"
    until(partial(_has, stack, names[3], "REQUEST"))
    until(partial(_has, stack, names[0], "REQUEST", "CANCEL"))
    assert [_methods(stack, name) for name in names] == [
        ["REQUEST", "CANCEL"], ["REQUEST"], ["REQUEST"], ["REQUEST"], [],
    ]  # fmt: skip
    text = _mails(stack, names[3])[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"{starts.astimezone(ZoneInfo(NEW_YORK)):%H:%M} to" in text
    assert members[3].get("/my-bookings/summary").data["upcomingClasses"] == 1
    [mine] = members[3].get("/my-bookings/classes", when="upcoming").data["classes"]
    assert (mine["id"], mine["seat"]["status"]) == (class_id, "confirmed")
    assert _entries(members[3]) == [("CONFIRMED", starts)]

    cancelled = howard.portal.call("DELETE", f"/trainer/classes/{class_id}").data["groupClass"]
    assert cancelled["status"] == "cancelled"
    due_work(stack)
    for name in names[1:4]:
        until(partial(_has, stack, name, "REQUEST", "CANCEL"))
    until(partial(_mails, stack, names[4]))
    assert _entries(members[3]) == [("CANCELLED", starts)]
    assert members[3].get("/my-bookings/summary").data["upcomingClasses"] == 0
    # Each is notified once, the one who left before not again.
    due_work(stack)
    assert [len(_mails(stack, name)) for name in names] == [2, 2, 2, 2, 1]
    [other] = members[0].get(f"/trainers/{howard.id}/classes").data["upcomingGroupClasses"]
    assert (other["id"], other["spotsLeft"]) == (made[1]["id"], 3)


def _tomorrow() -> datetime:
    """A full hour in more than a day, so that no reminder is due meanwhile."""
    later = utc_now() + timedelta(hours=27)
    return later.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _mails(stack: LaptopStack, reader: str) -> Sequence[EmailMessage]:
    """What a member was mailed about the class."""
    return [mail for mail in mails_to(stack, reader) if "Beach Circuit" in mail["Subject"]]


def _methods(stack: LaptopStack, reader: str) -> list[str]:
    """The methods of their calendar files, in the order in which the entry changed."""
    found = []
    for mail in _mails(stack, reader):
        for part in mail.iter_attachments():
            message = read(part.get_payload(decode=True))  # type: ignore[arg-type]
            found.append((message.entries[0].sequence, message.method))
    return [method for _, method in sorted(found)]


def _has(stack: LaptopStack, reader: str, *methods: str) -> bool:
    return _methods(stack, reader) == [*methods]


def _entries(one: Api) -> list[tuple[str, datetime]]:
    """Their calendar, as a program reads it by its address."""
    url = one.post("/my-bookings/calendar").data["url"]
    with urllib.request.urlopen(url, timeout=20) as answer:
        return [(entry.status, entry.starts_at) for entry in read(answer.read()).entries]
