"""What closing a session does besides: the trainer's earnings, and a partner's counts."""

from datetime import date, timedelta
from decimal import Decimal

from my_bookings import cancel_booked_session
from stvos.bookings import earnings
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from tests.api.partners.world import employee_of, new_partner
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.world import TrainerAccount, in_days
from tests.world import World
from trainer_portal import cancel_booking, complete_booking, mark_no_show


def earned(trainer: TrainerAccount, day: date) -> dict[str, Decimal]:
    """What a trainer earned in the month of a day."""
    world = trainer.world
    sums = earnings.of_month(world.table, world.tenant, trainer.trainer_id, day)
    return {currency: amount for currency, amount in sums.items() if amount}


def test_a_session_is_earned_once_however_it_is_closed(world: World) -> None:
    trainer, service = offering(world)
    booking, day = booked(world.member(), trainer, service, at(2, 10)), in_days(2)
    assert earned(trainer, day) == {}
    with standing(at(2, 11)):
        for close in (complete_booking, mark_no_show, complete_booking):
            assert trainer.call(close, id=booking).status == 200
            assert earned(trainer, day) == {"GBP": 50}


def test_a_late_cancellation_is_earned_and_the_trainer_s_own_is_not(world: World) -> None:
    trainer, service = offering(world)
    member = world.member()
    late, own = (booked(member, trainer, service, at(2, hour)) for hour in (10, 14))
    with standing(at(2, 10) - timedelta(hours=1)):
        member.call(cancel_booked_session, id=late, body={})
        trainer.call(cancel_booking, id=own, body={})
    assert earned(trainer, in_days(2)) == {"GBP": 50}


def test_a_session_that_took_place_is_announced_once_for_the_member_s_partner(
    world: World,
) -> None:
    employee = employee_of(new_partner(world))
    trainer, service = offering(world)
    booking = booked(employee, trainer, service, at(2, 10))
    key = world.keys.attended(UserId(employee.id), booking)
    assert world.table.find(key) is None
    with standing(at(2, 11)):
        for close in (complete_booking, mark_no_show, complete_booking):
            assert trainer.call(close, id=booking).status == 200
    item = world.table.find(key)
    assert item is not None
    assert (item["type"], item["id"], item["user_id"]) == ("log", booking, employee.id)
    assert item["partner"]["zone"]
    assert item["created_at"] == at(2, 10).isoformat()


def test_a_member_without_a_partner_is_not_counted(world: World) -> None:
    member = world.member()
    trainer, service = offering(world)
    booking = booked(member, trainer, service, at(2, 10))
    with standing(at(2, 11)):
        trainer.call(complete_booking, id=booking)
    assert world.table.find(world.keys.attended(UserId(member.id), booking)) is None
