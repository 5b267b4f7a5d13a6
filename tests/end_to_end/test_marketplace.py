"""Trainers and members on the laptop stack: found, booked, moved, met, and closed by attendance."""

import asyncio
import json
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from local.stubs.servers import LIVEKIT_KEYS
from stvos.clock import epoch, epoch_ms, utc_now
from stvos.dynamodb.keys import ClientId, Directory, Keys
from stvos.dynamodb.table import update
from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.partner import table_of
from tests.end_to_end.test_live_class import SECONDS, watch
from tests.end_to_end.trip import PASSWORD, mails_to
from tests.ical_reader import ReadEntry, read

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = [{"day": day, "start": "00:00", "end": "24:00"} for day in DAYS]
SERVICE = {"name": "Personal training", "duration": 30, "price": 45, "currency": "GBP"}
LONDON, HOWE, NEW_YORK = "Europe/London", "Australia/Lord_Howe", "America/New_York"


@dataclass(frozen=True)
class Trainer:
    """A registered trainer, and the service that they offer."""

    portal: Api
    id: int
    email: str
    service: int

    def booking(self, booking_id: int) -> Any:
        return self.portal.get(f"/trainer/bookings/{booking_id}").data["booking"]


def test_a_session_from_the_invitation_to_its_end(
    stack: LaptopStack, operator: Api, brand: Brand, app: Api, address: str
) -> None:
    lena = registered(operator, brand, app, "Lena Lift", f"lena-{address}", LONDON, by_hand=True)
    howard = registered(operator, brand, app, "Howard Howe", f"howard-{address}", HOWE)
    mia, ben, cleo = (member(app, f"{name}-{address}") for name in ("mia", "ben", "cleo"))

    [found] = mia.get("/trainers", search="lena", specialisation="Lifting").data["trainers"]
    assert found["id"] == lena.id
    # Late enough that they do not begin meanwhile, and the second within what opens its room.
    second, first, *_ = (slot for slot in slots(mia, lena) if in_more_than_a_minute(slot))
    taken = f"/trainers/{lena.id}/book"
    asked = mia.post(taken, {"serviceId": lena.service, "slotId": first["slotId"]}).data["booking"]
    assert (asked["status"], asked["timezone"]) == ("pending", LONDON)
    refused = ben.post(taken, {"serviceId": lena.service, "slotId": first["slotId"]})
    assert refused.code == "SLOT_TAKEN"
    other = ben.post(
        f"/trainers/{howard.id}/book",
        {"serviceId": howard.service, "startsAt": slots(ben, howard)[-1]["startsAt"]},
    ).data["booking"]
    assert other["status"] == "confirmed"

    assert lena.portal.get("/trainer/dashboard").data["pendingCount"] == 1
    answering = f"/trainer/bookings/{asked['id']}"
    assert lena.portal.post(f"{answering}/confirm").data["booking"]["status"] == "confirmed"
    moved = lena.portal.post(f"{answering}/reschedule", {"slotId": second["slotId"]})
    assert moved.data["booking"]["startsAt"] == second["startsAt"]
    mine = f"/my-bookings/sessions/{asked['id']}"
    preview = mia.get(f"{mine}/cancellation-preview").data
    assert (preview["allowed"], preview["late"], preview["refundPercent"]) == (True, True, 0)
    summary = mia.get("/my-bookings/summary").data
    assert (summary["upcomingSessions"], summary["next"]["id"]) == (1, asked["id"])
    is_mailed_in_the_reader_s_own_time(stack, lena, f"mia-{address}", second["startsAt"])
    in_the_calendar(mia, asked["id"], second["startsAt"])

    assert mia.post(f"{mine}/join").code == "NOT_OPEN_YET"
    assert cleo.post(f"{mine}/join").code == "NOT_FOUND"
    host = lena.portal.post(f"{answering}/launch").data
    guest = mia.post(f"{mine}/join").data
    assert host["room"]["name"] == guest["room"]
    asyncio.run(asyncio.wait_for(watch(host, guest), SECONDS))

    it_took_place(stack, brand, lena, asked["id"])
    closed = until(lambda: (one := lena.booking(asked["id"]))["status"] != "confirmed" and one)
    assert closed["status"] == "completed"
    summary = mia.get("/my-bookings/summary").data
    assert (summary["upcomingSessions"], summary["pastSessions"]) == (0, 1)
    assert lena.portal.get("/trainer/dashboard").data["earnings"]["thisMonth"] == 45
    [client] = lena.portal.get("/trainer/clients").data["clients"]
    assert (client["name"], client["sessions"]) == ("Mia Member", 1)
    assert howard.portal.get(f"/trainer/clients/{client['userId']}").code == "NOT_FOUND"


def registered(
    operator: Api,
    brand: Brand,
    app: Api,
    name: str,
    email: str,
    zone: str,
    *,
    by_hand: bool = False,
) -> Trainer:
    """A trainer who accepted their invitation and can be booked at any hour."""
    trainers = f"/admin/clients/{brand.client_id}/trainers"
    made = operator.post(trainers, {"name": name, "specialisations": ["Lifting"]}).data["trainer"]
    code = operator.post(f"{trainers}/{made['id']}/invite").data["inviteCode"]
    assert app.post("/invite/check", {"inviteCode": code}).data["trainer"]["name"] == name
    body = {"inviteCode": code, "email": email, "password": PASSWORD}
    portal = app.signed_in(app.post("/trainer-auth/register", body).data["accessToken"])
    assert app.post("/invite/check", {"inviteCode": code}).code == "INVALID_INVITE"
    hours = {"timezone": zone, "weekly": ALL_DAY}
    assert portal.put("/trainer/availability", hours).data["timezone"] == zone
    rules = {"minNoticeHours": 0, "increment": 5, "autoConfirm": not by_hand}
    assert portal.put("/trainer/profile", {"bookingRules": rules}).status == 200
    service = portal.post("/trainer/services", SERVICE).data["service"]["id"]
    return Trainer(portal, made["id"], email, service)


def member(app: Api, email: str) -> Api:
    body = {"email": email, "password": PASSWORD, "name": f"{email.split('-')[0].title()} Member"}
    one = app.signed_in(app.post("/auth/register", body).data["accessToken"])
    assert one.put("/users/me", {"settings": {"timezone": NEW_YORK}}).status == 200
    return one


def slots(one: Api, trainer: Trainer) -> list[dict[str, Any]]:
    """What can be booked from now on, shown in the member's own zone."""
    asked = {"serviceId": trainer.service, "timezone": NEW_YORK}
    shown: list[dict[str, Any]] = one.get(f"/trainers/{trainer.id}/availability", **asked).data[
        "slots"
    ]
    for slot in shown:
        local = datetime.fromisoformat(slot["startsAt"]).astimezone(ZoneInfo(NEW_YORK))
        assert (slot["localDate"], slot["localTime"]) == (f"{local:%Y-%m-%d}", f"{local:%H:%M}")
    return shown


def in_more_than_a_minute(slot: dict[str, Any]) -> bool:
    starts = datetime.fromisoformat(slot["startsAt"])
    return starts - utc_now() > timedelta(seconds=90)


def is_mailed_in_the_reader_s_own_time(
    stack: LaptopStack, trainer: Trainer, email: str, starts_at: str
) -> None:
    """Both hear of the last change, each by their own clock, with an entry for their calendar."""
    starts = datetime.fromisoformat(starts_at)
    for reader, zone in ((email, NEW_YORK), (trainer.email, LONDON)):
        mail, entry = until(partial(newest, stack, reader, starts))
        text = mail.get_body(("plain",)).get_content()
        assert f"{starts.astimezone(ZoneInfo(zone)):%H:%M}" in text, text
        assert entry.sequence == 3


def newest(
    stack: LaptopStack, reader: str, starts: datetime
) -> tuple[EmailMessage, ReadEntry] | None:
    """The mail whose calendar entry has this start."""
    for mail in mails_to(stack, reader):
        for part in mail.iter_attachments():
            [entry] = read(part.get_payload(decode=True)).entries  # type: ignore[arg-type]
            if entry.starts_at == starts and entry.sequence == 3:
                return mail, entry
    return None


def in_the_calendar(one: Api, booking_id: int, starts_at: str) -> None:
    url = one.post("/my-bookings/calendar").data["url"]
    with urllib.request.urlopen(url, timeout=20) as answer:
        [entry] = read(answer.read()).entries
    assert str(booking_id) in entry.uid
    assert entry.starts_at == datetime.fromisoformat(starts_at)


def it_took_place(stack: LaptopStack, brand: Brand, trainer: Trainer, booking_id: int) -> None:
    """As if the session had been an hour ago: LiveKit's events of both come late, leaving before
    coming, and what is due is looked for.
    """
    keys, table = Keys(ClientId(brand.client_id)), table_of(stack)
    start = utc_now() - timedelta(hours=1)
    ends = start + timedelta(minutes=30)
    sets = {"starts_at": start.isoformat(), "ends_at": ends.isoformat(), "reminded": "PT1H"}
    due = Directory.due(epoch_ms(utc_now()), booking_id)
    table.write(update(keys.booking(booking_id), sets=sets, index=due))
    user = trainer.booking(booking_id)["userId"]
    room = f"{brand.client_id}-booking-{booking_id}"
    were_in_room(stack, room, (start, ends), f"member-{user}", f"trainer-{trainer.id}")
    due_work(stack)


def were_in_room(
    stack: LaptopStack, room_name: str, between: tuple[datetime, datetime], *identities: str
) -> None:
    """LiveKit's events of some participants, leaving before coming."""
    room, (start, ends) = {"name": room_name}, between
    for who in identities:
        person = {"sid": f"PA_{who}", "identity": who, "joinedAt": str(epoch(start))}
        for event, at in (("participant_left", ends), ("participant_joined", start)):
            body, headers = LIVEKIT_KEYS.signed_webhook(
                event, at=epoch(at), room=room, participant=person
            )
            answer = Api(stack.base_url).call("POST", "/webhooks/livekit", body, headers)
            assert answer.status == 200, answer.text


def due_work(stack: LaptopStack) -> None:
    """Have what is due by now looked for, as each minute does."""
    functions = stack.aws("lambda")
    [name] = [
        one["FunctionName"]
        for page in functions.get_paginator("list_functions").paginate()
        for one in page["Functions"]
        if "FindDueFunction" in one["FunctionName"]
    ]
    functions.invoke(FunctionName=name, Payload=json.dumps({}).encode())
