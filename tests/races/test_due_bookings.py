"""Workers of due work and people who change the same booking, side by side."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from my_bookings import get_booked_session
from stvos.bookings.timers import BookingTimers
from tests.api.trainers.bookings import at, booked, offering
from tests.races.conftest import all_at_once
from tests.world import World
from trainer_portal import confirm_booking

START = at(3, 10)
DAY = timedelta(hours=24)


def timers_at(world: World, when: datetime) -> BookingTimers:
    return BookingTimers(world.table, world.tenant, lambda: when)


def test_workers_side_by_side_send_each_reminder_once_and_close_once(race_world: World) -> None:
    trainer, service = offering(race_world)
    member = race_world.member()
    booking = booked(member, trainer, service, START)

    for when in (START - DAY, START - timedelta(hours=1), START + DAY):
        timers = timers_at(race_world, when)
        all_at_once([partial(timers.do, booking)] * 6)

    found = Counter(mail["template"] for mail in race_world.mails())
    assert (found["booking_day_reminder"], found["booking_hour_reminder"]) == (2, 2)
    shown = member.call(get_booked_session, id=booking).data["booking"]
    assert (shown["status"], shown["version"]) == ("completed", 2)


def test_an_answer_and_the_lapse_at_the_same_moment_have_one_winner(race_world: World) -> None:
    trainer, service = offering(race_world, autoConfirm=False)
    member = race_world.member()
    for hour in range(9, 15):
        booking = booked(member, trainer, service, at(3, hour))
        timers = timers_at(race_world, START)
        confirm = partial(trainer.call, confirm_booking, id=booking, body={})
        pair: list[Callable[[], object]] = [partial(timers.do, booking), confirm]
        all_at_once(pair)
        shown = member.call(get_booked_session, id=booking).data["booking"]
        mails = [m["template"] for m in race_world.mails() if m.get("booking_id") == booking]
        won = {"confirmed": "booking_confirmed", "cancelled": "booking_lapsed"}[shown["status"]]
        assert mails.count(won) == 2
        assert shown["version"] == 2
        assert {"booking_confirmed", "booking_lapsed"} & set(mails) == {won}
