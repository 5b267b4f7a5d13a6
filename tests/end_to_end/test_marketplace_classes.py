"""Weekly classes on the laptop stack: moved with their members, met, by everyone's own clock."""

import asyncio
import urllib.request
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from stvos.clock import epoch_ms, utc_now
from stvos.dynamodb.keys import ClientId, Directory, Keys
from stvos.dynamodb.table import update
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.partner import table_of
from tests.end_to_end.test_live_class import SECONDS, watch
from tests.end_to_end.test_marketplace import (
    HOWE,
    LONDON,
    NEW_YORK,
    Trainer,
    due_work,
    member,
    registered,
    were_in_room,
)
from tests.end_to_end.trip import mails_to
from tests.ical_reader import ReadEntry, read

YEAR = {"freq": "weekly", "count": 52}


def test_the_rest_of_a_series_moves_with_its_members(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    rosa = registered(operator, brand, app, "Rosa Loop", f"rosa-{address}", LONDON)
    mia, ben = (member(app, f"{name}-{address}") for name in ("mia", "ben"))
    made = weekly(rosa, LONDON, time(18), capacity=1)
    second = made[1]["id"]
    for one in (mia, ben):
        one.post(f"/group-classes/{second}/join")
    roster = rosa.portal.get(f"/trainer/classes/{second}/participants").data
    assert ([each["name"] for each in roster["participants"]], roster["waiting"]) == (
        ["Mia Member"],
        1,
    )
    [client] = rosa.portal.get("/trainer/clients").data["clients"]
    assert client["name"] == "Mia Member"

    body = {"startsAt": an_hour_later(made[1]), "capacity": 2, "scope": "following"}
    moved = rosa.portal.put(f"/trainer/classes/{second}", body).data["classes"]
    assert len(moved) == len(made) - 1
    assert {each["scheduledTime"] for each in moved} == {"19:00"}
    due_work(stack)
    starts = datetime.fromisoformat(moved[0]["startsAt"])
    # The one by the move; the other got the new seat, at the new time.
    until(partial(mailed_with_entry, stack, f"mia-{address}", "New time", starts))
    until(partial(mailed_with_entry, stack, f"ben-{address}", "You have a seat", starts))
    for one in (mia, ben):
        assert [entry.starts_at for entry in feed(one)] == [starts]


def test_a_class_keeps_its_local_time_when_clocks_change(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    for zone, name, at in ((LONDON, "Lou", time(18)), (HOWE, "Howe", time(18, 30))):
        email = f"{name.lower()}-{address}"
        trainer = registered(operator, brand, app, f"{name} Loop", email, zone)
        mia = member(app, f"mia-{name.lower()}-{address}")
        made = weekly(trainer, zone, at, capacity=3)
        changed = next(each for each in made if offset(each, zone) != offset(made[0], zone))
        for each in (made[0], changed):
            assert mia.post(f"/group-classes/{each['id']}/join").status == 200

        wanted = [datetime.fromisoformat(each["startsAt"]) for each in (made[0], changed)]
        assert {f"{start.astimezone(ZoneInfo(zone)):%H:%M}" for start in wanted} == {f"{at:%H:%M}"}
        assert len({f"{start:%H:%M}" for start in wanted}) == 2
        assert sorted(entry.starts_at for entry in feed(mia)) == wanted
        for start in wanted:
            reader = f"mia-{name.lower()}-{address}"
            mail, _ = until(partial(mailed_with_entry, stack, reader, "Confirmed", start))
            text = mail.get_body(("plain",)).get_content()
            assert f"{start.astimezone(ZoneInfo(NEW_YORK)):%H:%M}" in text, text


def test_trainer_and_members_meet_in_the_class_s_room(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    rosa = registered(operator, brand, app, "Rosa Room", f"rosa-{address}", LONDON)
    mia, ben, cleo = (member(app, f"{name}-{address}") for name in ("mia", "ben", "cleo"))
    soon = in_some_minutes()
    made = rosa.portal.post("/trainer/classes", body_of(soon, capacity=2)).data["groupClass"]
    mine = f"/my-bookings/classes/{made['id']}/join"
    for one in (mia, ben, cleo):
        one.post(f"/group-classes/{made['id']}/join")

    assert mia.post(mine).code == "NOT_OPEN_YET"
    host = rosa.portal.post(f"/trainer/classes/{made['id']}/launch").data
    guest = mia.post(mine).data
    assert host["room"]["name"] == guest["room"]
    assert cleo.post(mine).code == "INVALID_STATE"
    asyncio.run(asyncio.wait_for(watch(host, guest), SECONDS))

    it_was_held(stack, brand, made["id"], mia.get("/users/me").data["user"]["id"])
    attended = until(partial(attendance, rosa, made["id"]))
    assert attended == {"Mia Member": True, "Ben Member": False}


def it_was_held(stack: LaptopStack, brand: Brand, class_id: int, who_came: int) -> None:
    """As if the class had been an hour ago, and one member in its room; then it is closed."""
    keys, table = Keys(ClientId(brand.client_id)), table_of(stack)
    start = utc_now() - timedelta(hours=1)
    ends = start + timedelta(minutes=30)
    sets = {"starts_at": start.isoformat(), "ends_at": ends.isoformat()}
    due = Directory.due(epoch_ms(utc_now()), class_id)
    table.write(update(keys.group_class(class_id), sets=sets, index=due))
    room = f"{brand.client_id}-group_class-{class_id}"
    were_in_room(stack, room, (start, ends), f"member-{who_came}")
    due_work(stack)


def attendance(trainer: Trainer, class_id: int) -> dict[str, bool] | None:
    """Who attended, by name, once that is decided."""
    shown = trainer.portal.get(f"/trainer/classes/{class_id}/participants").data["participants"]
    found = {each["name"]: each["attended"] for each in shown}
    return None if None in found.values() else found


def weekly(trainer: Trainer, zone: str, at: time, **fields: Any) -> list[dict[str, Any]]:
    """A year of classes at a time of the trainer's zone, from the day after tomorrow on."""
    day = utc_now().astimezone(ZoneInfo(zone)).date() + timedelta(days=2)
    first = datetime.combine(day, at, ZoneInfo(zone))
    body = body_of(first, recurrence=YEAR, **fields)
    made: list[dict[str, Any]] = trainer.portal.post("/trainer/classes", body).data["classes"]
    assert {each["scheduledTime"] for each in made} == {f"{at:%H:%M}"}
    assert len(made) == YEAR["count"]
    return made


def body_of(start: datetime, **fields: Any) -> dict[str, Any]:
    starts_at = start.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = {"name": "Morning Flow", "startsAt": starts_at, "duration": 45}
    return body | {"price": 12, "currency": "GBP"} | fields


def in_some_minutes() -> datetime:
    """A full five minutes, within what opens a room, at which nothing begins meanwhile."""
    five = timedelta(minutes=5)
    now = utc_now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // five + 2) * five


def an_hour_later(group_class: dict[str, Any]) -> str:
    start = datetime.fromisoformat(group_class["startsAt"]) + timedelta(hours=1)
    return start.isoformat().replace("+00:00", "Z")


def offset(group_class: dict[str, Any], zone: str) -> timedelta | None:
    start = datetime.fromisoformat(group_class["startsAt"])
    return start.astimezone(ZoneInfo(zone)).utcoffset()


def mailed_with_entry(
    stack: LaptopStack, reader: str, subject: str, starts: datetime
) -> tuple[EmailMessage, ReadEntry] | None:
    """The mail whose calendar entry has this start."""
    for mail in mails_to(stack, reader):
        if mail["subject"].strip().startswith(subject):
            for part in mail.iter_attachments():
                [entry] = read(part.get_payload(decode=True)).entries  # type: ignore[arg-type]
                if entry.starts_at == starts:
                    return mail, entry
    return None


def feed(one: Api) -> list[ReadEntry]:
    url = one.post("/my-bookings/calendar").data["url"]
    with urllib.request.urlopen(url, timeout=20) as answer:
        return read(answer.read()).entries
