"""What is answered about programmes and subscriptions."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from stvos.models import Answer, Instant, OmittedIfNone
from stvos.money import Amount
from stvos.paging import CursorPage, cursor_of
from stvos.programmes.days import week_of_day
from stvos.programmes.models import (
    DayKind,
    Programme,
    ProgrammeDay,
    ProgrammeWeek,
    SubscriptionStatus,
)

if TYPE_CHECKING:
    from stvos.programmes.own import Subscriber, SubscriberPage, WholeProgramme
    from stvos.programmes.service import Followed, FollowedPage

# ---------------------------------------------------------------- programmes


class ProgrammeCardAnswer(Answer):
    """A programme in a list; `weeks` is how many it has."""

    id: int
    name: str
    description: str
    price: Amount
    currency: str
    weeks: int

    @classmethod
    def of(cls, programme: Programme) -> Self:
        return cls.model_validate(programme)


class ProgrammesAnswer(Answer):
    """A trainer's programmes, the newest first."""

    programmes: list[ProgrammeCardAnswer]

    @classmethod
    def of(cls, programmes: Sequence[Programme]) -> Self:
        return cls(programmes=[ProgrammeCardAnswer.of(one) for one in programmes])


class ProgrammeExerciseAnswer(Answer):
    name: str
    exercise_id: OmittedIfNone[int] = None
    sets: OmittedIfNone[int] = None
    reps: OmittedIfNone[str] = None
    rest_time: OmittedIfNone[str] = None
    instructions: str


class ProgrammeDayAnswer(Answer):
    """`exercises` are those of a workout."""

    day: int
    title: str
    kind: DayKind
    class_id: OmittedIfNone[int] = None
    exercises: list[ProgrammeExerciseAnswer]
    notes: str

    @classmethod
    def of(cls, day: ProgrammeDay) -> Self:
        return cls.model_validate(day)


class ProgrammeWeekAnswer(Answer):
    week: int
    days: list[ProgrammeDayAnswer]

    @classmethod
    def of(cls, week: ProgrammeWeek) -> Self:
        return cls(week=week.week, days=[ProgrammeDayAnswer.of(day) for day in week.days])


class ProgrammeAnswer(Answer):
    """A programme with its content, for the trainer who wrote it."""

    id: int
    name: str
    description: str
    price: Amount
    currency: str
    weeks: list[ProgrammeWeekAnswer]

    @classmethod
    def of(cls, whole: "WholeProgramme") -> Self:
        programme = whole.programme
        return cls(
            id=programme.id,
            name=programme.name,
            description=programme.description,
            price=programme.price,
            currency=programme.currency,
            weeks=[ProgrammeWeekAnswer.of(week) for week in whole.weeks],
        )


class ProgrammeEnvelope(Answer):
    programme: ProgrammeAnswer

    @classmethod
    def of(cls, whole: "WholeProgramme") -> Self:
        return cls(programme=ProgrammeAnswer.of(whole))


# ---------------------------------------------------------------- subscriptions


class FollowedProgrammeAnswer(Answer):
    """`weeks` is how many it has."""

    id: int
    name: str
    weeks: int


class SubscriptionAnswer(Answer):
    """Dates are of the member's zone. `dayIndex` counts active days only, 0 before the first.

    `endsOn`: the last day as things are; while it is paused without a date, as if it went on today.
    """

    id: int
    programme_id: int
    status: SubscriptionStatus
    start_date: date
    day_index: int
    week: int
    paused_at: OmittedIfNone[Instant] = None
    resumes_at: OmittedIfNone[Instant] = None
    ends_on: date
    programme: FollowedProgrammeAnswer

    @classmethod
    def of(cls, followed: "Followed") -> Self:
        subscription, programme = followed.subscription, followed.programme
        return cls(
            id=subscription.id,
            programme_id=programme.id,
            status=subscription.status,
            start_date=subscription.start_date,
            day_index=followed.day_index,
            week=week_of_day(followed.day_index),
            paused_at=subscription.paused_at,
            resumes_at=followed.resumes_at,
            ends_on=followed.ends_on,
            programme=FollowedProgrammeAnswer(
                id=programme.id, name=programme.name, weeks=programme.weeks
            ),
        )


class SubscriptionEnvelope(Answer):
    subscription: SubscriptionAnswer

    @classmethod
    def of(cls, followed: "Followed") -> Self:
        return cls(subscription=SubscriptionAnswer.of(followed))


class SubscriptionsAnswer(CursorPage):
    """A member's subscriptions; `items` are the `programmes` again."""

    programmes: list[SubscriptionAnswer]
    items: list[SubscriptionAnswer]

    @classmethod
    def of(cls, page: "FollowedPage") -> Self:
        answers = [SubscriptionAnswer.of(one) for one in page.followed]
        return cls(programmes=answers, items=answers, next_cursor=cursor_of(page.after))


class SubscriberAnswer(Answer):
    """A member who follows a programme or did; `dayIndex` is that of their own day."""

    user_id: int
    name: str
    status: SubscriptionStatus
    start_date: date
    day_index: int
    week: int

    @classmethod
    def of(cls, subscriber: "Subscriber") -> Self:
        return cls(
            user_id=subscriber.user_id,
            name=subscriber.name,
            status=subscriber.subscription.status,
            start_date=subscriber.subscription.start_date,
            day_index=subscriber.day_index,
            week=week_of_day(subscriber.day_index),
        )


class SubscribersAnswer(CursorPage):
    """`items` are the `subscribers` again."""

    subscribers: list[SubscriberAnswer]
    items: list[SubscriberAnswer]

    @classmethod
    def of(cls, page: "SubscriberPage") -> Self:
        answers = [SubscriberAnswer.of(one) for one in page.subscribers]
        return cls(subscribers=answers, items=answers, next_cursor=cursor_of(page.after))
