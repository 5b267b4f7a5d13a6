"""What is answered as a trainer's dashboard."""

from decimal import Decimal
from typing import Self

from stvos.bookings.answers import BookingAnswer
from stvos.group_classes.answers import GroupClassAnswer
from stvos.models import Answer
from stvos.money import TotalAmount
from stvos.trainer_portal.dashboard import Earned, TrainerOverview


class CurrencyEarningsAnswer(Answer):
    """What the sessions of a month earned: those that took place or were missed, and those that
    were cancelled too late.
    """

    currency: str
    this_month: TotalAmount
    last_month: TotalAmount

    @classmethod
    def of(cls, earned: Earned) -> Self:
        return cls.model_validate(earned)


class EarningsAnswer(Answer):
    """In the currency with the largest sums; `others`: in further ones. `currency` is
    null for a trainer who never charged anything.
    """

    this_month: TotalAmount
    last_month: TotalAmount
    currency: str | None
    others: list[CurrencyEarningsAnswer]

    @classmethod
    def of(cls, earned: list[Earned]) -> Self:
        main = earned[0] if earned else None
        return cls(
            this_month=main.this_month if main else Decimal(0),
            last_month=main.last_month if main else Decimal(0),
            currency=main.currency if main else None,
            others=[CurrencyEarningsAnswer.of(one) for one in earned[1:]],
        )


class TrainerDashboardAnswer(Answer):
    """`today`: sessions of the trainer's day that were not cancelled; `upcoming`: those that begin
    within seven days; both soonest first, and the same of group classes in `todayClasses` and
    `upcomingClasses`. `pendingCount`: requests that wait for an answer.
    `activeClients`: members who booked, subscribed or had a session within 30 days.
    `subscribers`: members who follow one of the programmes, for each programme.
    """

    today: list[BookingAnswer]
    upcoming: list[BookingAnswer]
    today_classes: list[GroupClassAnswer]
    upcoming_classes: list[GroupClassAnswer]
    pending_count: int
    active_clients: int
    subscribers: int
    earnings: EarningsAnswer

    @classmethod
    def of(cls, seen: TrainerOverview) -> Self:
        return cls(
            today=[BookingAnswer.of(booking, seen.trainer) for booking in seen.today],
            upcoming=[BookingAnswer.of(booking, seen.trainer) for booking in seen.upcoming],
            today_classes=[GroupClassAnswer.of(*each) for each in seen.today_classes],
            upcoming_classes=[GroupClassAnswer.of(*each) for each in seen.upcoming_classes],
            pending_count=seen.pending,
            active_clients=seen.active_clients,
            subscribers=seen.subscribers,
            earnings=EarningsAnswer.of(seen.earned),
        )
