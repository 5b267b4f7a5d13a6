"""GET /v1/my-bookings/sessions/{id}/cancellation-preview."""

from datetime import datetime, timedelta

import pytest

from my_bookings import cancel_booked_session, preview_cancellation
from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering
from tests.world import World
from trainer_portal import change_trainer_profile


@pytest.mark.parametrize(
    ("moment", "allowed", "late", "percent"),
    [
        (at(1, 10), True, False, 100),
        (at(2, 10) - timedelta(hours=12), True, False, 100),
        (at(2, 10) - timedelta(hours=12) + timedelta(seconds=1), True, True, 0),
        (at(2, 10) - timedelta(seconds=1), True, True, 0),
        (at(2, 10), False, True, 0),
    ],
)
def test_the_preview_is_what_cancelling_then_does(
    world: World, moment: datetime, allowed: bool, late: bool, percent: int
) -> None:
    trainer, service = offering(world, cancellationHours=12)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    with standing(moment):
        preview = member.call(preview_cancellation, id=booking).data
        assert preview == {
            "allowed": allowed,
            "late": late,
            "refundPercent": percent,
            "policy": {"cancellationHours": 12},
        }
        cancelled = member.call(cancel_booked_session, id=booking, body={})
    assert (cancelled.status == 200) == allowed
    if allowed:
        assert cancelled.data["booking"]["refundPercent"] == percent


def test_the_terms_of_the_moment_of_booking_hold(world: World) -> None:
    trainer, service = offering(world, cancellationHours=12)
    member = world.member()
    booking = booked(member, trainer, service, at(2, 10))
    trainer.call(change_trainer_profile, body={"bookingRules": {"cancellationHours": 48}})
    policy = member.call(preview_cancellation, id=booking).data["policy"]
    assert policy == {"cancellationHours": 12}


def test_a_request_that_is_not_answered_costs_nothing(world: World) -> None:
    trainer, service = offering(world, autoConfirm=False)
    member = world.member()
    booking = booked(member, trainer, service, at(1, 10))
    with standing(at(1, 10) - timedelta(minutes=1)):
        preview = member.call(preview_cancellation, id=booking).data
    assert (preview["late"], preview["refundPercent"]) == (False, 100)
