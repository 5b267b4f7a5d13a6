"""GET /v1/calendar/{token}."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from members import delete_me
from my_bookings import cancel_booked_session, read_calendar, reschedule_booked_session
from stvos.calendars.feed import GUESSES, KEPT
from stvos.clock import standing
from stvos.identity import limits
from tests.api.my_bookings.calendars import address_of, calendar_at, entries_at, fetch, file_of
from tests.api.trainers.bookings import at, book, booked, offering, written
from tests.api.trainers.group_classes import created, join, joined, leave
from tests.world import World, call
from trainer_portal import cancel_group_class

_ALL_DAY = [
    {"day": day, "start": "00:00", "end": "24:00"}
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
]


def test_it_holds_the_member_s_sessions_and_no_one_else_s(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    second = booked(member, trainer, service, at(3, 12))
    first = booked(member, trainer, service, at(2, 10))
    booked(world.member(), trainer, service, at(2, 12))

    calendar = calendar_at(address_of(member))

    assert calendar.method == "PUBLISH"
    assert calendar.name == f"{world.client.name}: my sessions"
    uids = [entry.uid for entry in calendar.entries]
    assert uids == [f"booking-{b}@{world.client.id}.stvos" for b in (first, second)]
    entry = calendar.entries[0]
    assert entry.title == "Personal training with Tara Trainer"
    assert (entry.starts_at, entry.ends_at) == (at(2, 10), at(2, 11))
    assert (entry.status, entry.sequence) == ("CONFIRMED", 1)
    assert entry.people == {}


def test_it_follows_each_change_and_keeps_what_was_cancelled(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    url = address_of(member)
    tags = [fetch(url).headers["ETag"]]
    booking = booked(member, trainer, service, at(2, 10))
    tags.append(fetch(url).headers["ETag"])
    body = {"startsAt": written(at(4, 12))}
    member.call(reschedule_booked_session, id=booking, body=body)
    tags.append(fetch(url).headers["ETag"])
    [moved] = entries_at(url)
    member.call(cancel_booked_session, id=booking, body={})
    tags.append(fetch(url).headers["ETag"])
    [cancelled] = entries_at(url)

    assert (moved.starts_at, moved.sequence, moved.status) == (at(4, 12), 2, "CONFIRMED")
    assert (cancelled.starts_at, cancelled.sequence) == (at(4, 12), 3)
    assert cancelled.status == "CANCELLED"
    assert cancelled.uid == moved.uid
    assert len(set(tags)) == 4


def test_a_request_is_tentative(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booked(member, trainer, service, at(2, 10))
    [entry] = entries_at(address_of(member))
    assert entry.status == "TENTATIVE"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_already_is_not_sent_it_again(world: World, form: str) -> None:
    url = address_of(world.member())
    first = fetch(url)
    tag = first.headers["ETag"]

    again = fetch(url, If_None_Match=form.format(tag))

    assert (again.status, again.text) == (304, "")
    assert again.headers["ETag"] == tag
    assert fetch(url, If_None_Match='"other"').status == 200


def test_only_the_reader_s_own_program_may_keep_it(world: World) -> None:
    reply = fetch(address_of(world.member()))
    assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert reply.headers["Cache-Control"] == "private, no-cache"


def test_what_is_over_stays_for_ninety_days(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    booked(member, trainer, service, at(2, 10))
    url = address_of(member)

    with standing(at(2, 10) + KEPT):
        assert len(entries_at(url)) == 1
    with standing(at(3, 0) + KEPT):
        assert entries_at(url) == []


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        # Sessions at ten by the trainer's clock, on the days around a change of clocks.
        ("Europe/London", (datetime(2027, 3, 27), datetime(2027, 3, 28))),  # noqa: DTZ001
        ("Australia/Lord_Howe", (datetime(2027, 4, 3), datetime(2027, 4, 4))),  # noqa: DTZ001
    ],
)
def test_the_trainer_s_wall_time_holds_over_a_change_of_clocks(
    world: World, zone: str, days: tuple[datetime, datetime]
) -> None:
    place = ZoneInfo(zone)
    wall = [day.replace(hour=10, tzinfo=place) for day in days]
    with standing(wall[0].astimezone(UTC) - timedelta(days=9)):
        trainer, service = offering(world, zone=zone, weekly=_ALL_DAY)
        member = world.member()
        for start in wall:
            reply = book(member, trainer, service, start.astimezone(UTC))
            assert reply.status == 201, reply.text
        entries = entries_at(address_of(member))

    assert [f"{e.starts_at.astimezone(place):%H:%M}" for e in entries] == ["10:00", "10:00"]
    apart = entries[1].starts_at - entries[0].starts_at
    assert apart != timedelta(days=1)


def test_the_calendar_of_a_member_who_left_is_gone(world: World) -> None:
    member = world.member()
    url = address_of(member)
    assert member.call(delete_me, body={}).status == 200
    assert fetch(url).status == 404


@pytest.mark.parametrize("token", ["nothing.ics", ".ics", "a" * 190 + ".ics", "%00.ics"])
def test_an_address_that_leads_nowhere_is_unknown(world: World, token: str) -> None:
    assert call(read_calendar, token=token).status == 404


def test_the_token_alone_is_no_address(world: World) -> None:
    token = file_of(address_of(world.member())).removesuffix(".ics")
    assert call(read_calendar, token=token).status == 404


def test_tries_of_one_caller_are_limited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = limits.Limit(GUESSES.scope, 3, GUESSES.window)
    monkeypatch.setattr("stvos.calendars.feed.GUESSES", few)
    url = address_of(world.member())

    statuses = [call(read_calendar, token=f"{n}.ics").status for n in range(4)]

    assert statuses == [404, 404, 404, 429]
    assert fetch(url).status == 429
    assert call(read_calendar, token=file_of(url), address="198.51.100.9").status == 200


def test_a_class_is_entered_changed_and_taken_out_under_one_uid(world: World) -> None:
    trainer, _ = offering(world)
    member = world.member()
    class_id = created(trainer, at(3, 9))
    url = address_of(member)
    seen = []
    for act in (join, leave, join):
        act(member, class_id)
        seen += entries_at(url)
    trainer.call(cancel_group_class, id=class_id)
    seen += entries_at(url)

    assert {entry.uid for entry in seen} == {f"group-class-{class_id}@{world.client.id}.stvos"}
    assert [entry.status for entry in seen] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
    sequences = [entry.sequence for entry in seen]
    assert sequences == sorted(set(sequences))
    assert (seen[0].starts_at, seen[0].ends_at) == (at(3, 9), at(3, 10))
    assert seen[0].title == "Morning Flow with Tara Trainer"


def test_who_waits_for_a_seat_has_no_entry_yet(world: World) -> None:
    class_id = created(offering(world)[0], at(3, 9), capacity=1)
    holding, waiting = joined(world, class_id, 2)
    url = address_of(waiting)
    assert entries_at(url) == []
    leave(holding, class_id)

    assert [entry.status for entry in entries_at(url)] == ["CONFIRMED"]
