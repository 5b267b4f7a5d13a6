"""The life of a subscription: what may be done with it, what it leads to, and what comes by itself.

Reading and due work go by the same function, `as_of`: what a member sees does not depend on
whether the work was done yet. Nothing here reads or writes.

| from | pause | resume | cancel | the date `until` comes | the day after the last one comes |
| --- | --- | --- | --- | --- | --- |
| active | paused | - | cancelled | | completed |
| paused | - | active | cancelled | active | |
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from stvos.errors import InvalidState
from stvos.programmes.days import (
    active_days_before,
    date_of,
    first_moment,
    number_on,
    paused_from,
    resumed_on,
)
from stvos.programmes.models import LIVE, Subscription, SubscriptionStatus

_DAY = timedelta(days=1)


class SubscriptionAction(StrEnum):
    """What a member can do with a subscription."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


ALLOWED: dict[SubscriptionAction, tuple[SubscriptionStatus, ...]] = {
    SubscriptionAction.PAUSE: (SubscriptionStatus.ACTIVE,),
    SubscriptionAction.RESUME: (SubscriptionStatus.PAUSED,),
    SubscriptionAction.CANCEL: LIVE,
}


def as_of(subscription: Subscription, days: int, today: date) -> Subscription:
    """The subscription as it is on a date: resumed where its pause is over, completed after the
    last of the programme's `days`.
    """
    now = subscription
    resumes_on = now.resumes_on
    if resumes_on is not None and resumes_on <= today:
        now = _with(now, status=SubscriptionStatus.ACTIVE, paused_at=None)
    if now.status is SubscriptionStatus.ACTIVE and today > (last := ends_on(now, days, today)):
        now = _with(now, status=SubscriptionStatus.COMPLETED, ended_on=last)
    return now


def paused(
    subscription: Subscription, today: date, now: datetime, until: date | None
) -> Subscription:
    """Paused from this date on, until another one where it is given. Raises InvalidState."""
    _require(subscription, SubscriptionAction.PAUSE)
    pauses = paused_from(today, subscription.pauses, until)
    return _with(subscription, status=SubscriptionStatus.PAUSED, pauses=pauses, paused_at=now)


def resumed(subscription: Subscription, today: date) -> Subscription:
    """Going on with this date. Raises InvalidState."""
    _require(subscription, SubscriptionAction.RESUME)
    pauses = resumed_on(today, subscription.pauses)
    return _with(subscription, status=SubscriptionStatus.ACTIVE, pauses=pauses, paused_at=None)


def cancelled(subscription: Subscription, today: date, reason: str) -> Subscription:
    """Ended on this date. Raises InvalidState."""
    _require(subscription, SubscriptionAction.CANCEL)
    return _with(
        subscription,
        status=SubscriptionStatus.CANCELLED,
        ended_on=today,
        reason=reason,
        paused_at=None,
    )


def day_index(subscription: Subscription, days: int, today: date) -> int:
    """The active day that it is at, from 1 to the programme's last; 0 before it has begun. In a
    pause, the one that it goes on with.
    """
    day = subscription.ended_on or today
    if day < subscription.start_date:
        return 0
    before = active_days_before(day, subscription.start_date, subscription.pauses)
    return min(before + 1, days)


def ends_on(subscription: Subscription, days: int, today: date) -> date:
    """The date of the last active day, as things are: without further pauses, and with an open one
    ending today. Of one that has ended, the date on which it did.
    """
    if subscription.ended_on is not None:
        return subscription.ended_on
    return date_of(days, subscription.start_date, subscription.pauses, today)


def day_on(subscription: Subscription, days: int, day: date) -> int | None:
    """The number of the programme's day that a date is; None where there is none."""
    if subscription.ended_on is not None and day > subscription.ended_on:
        return None
    return number_on(day, subscription.start_date, subscription.pauses, days)


def next_due(subscription: Subscription, days: int, zone: str, today: date) -> datetime | None:
    """When something comes by itself: the end of the pause, or of the programme."""
    match subscription.status:
        case SubscriptionStatus.PAUSED if subscription.resumes_on is not None:
            return first_moment(subscription.resumes_on, zone)
        case SubscriptionStatus.ACTIVE:
            return first_moment(ends_on(subscription, days, today) + _DAY, zone)
    return None


def _require(subscription: Subscription, action: SubscriptionAction) -> None:
    if subscription.status not in ALLOWED[action]:
        raise InvalidState(
            f"A subscription that is {subscription.status.value} cannot do this.",
            extra={
                "status": subscription.status.value,
                "allowed": [status.value for status in ALLOWED[action]],
            },
        )


def _with(subscription: Subscription, **changes: Any) -> Subscription:
    return subscription.model_copy(update=changes)
