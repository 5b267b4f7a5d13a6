"""Rules by which a member follows programmes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched, islice
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict
from stvos.ids import new_id
from stvos.programmes.days import first_moment
from stvos.programmes.models import Programme, Subscription, SubscriptionStatus
from stvos.programmes.offered import OfferedProgrammes
from stvos.programmes.repository import ProgrammeRepository
from stvos.programmes.subscriptions import SubscriptionChanged, SubscriptionRepository
from stvos.programmes.transitions import (
    as_of,
    cancelled,
    day_index,
    ends_on,
    next_due,
    paused,
    resumed,
)

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.programmes.requests import PauseBody, SubscribeBody, SubscriptionsQuery

_TRIES = 4
_BATCH = 50
# A page that filters looks at this many subscriptions at most, then hands out a cursor.
_LOOKED_AT = 300

type _Step = Callable[[Subscription, date, datetime], Subscription]


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription as it is today, with its programme and where the member is in it."""

    subscription: Subscription
    programme: Programme
    day_index: int
    ends_on: date
    resumes_at: datetime | None

    @classmethod
    def of(cls, stored: Subscription, programme: Programme, today: date, zone: str) -> Self:
        """`zone`: the member's, which `today` is of."""
        days = programme.days
        subscription = as_of(stored, days, today)
        resumes_on = subscription.resumes_on
        return cls(
            subscription,
            programme,
            day_index(subscription, days, today),
            ends_on(subscription, days, today),
            first_moment(resumes_on, zone) if resumes_on else None,
        )

    @property
    def status(self) -> SubscriptionStatus:
        return self.subscription.status


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """Some subscriptions, and the sort key to go on after."""

    followed: list[Followed]
    after: str | None


class MemberProgrammes:
    """The programmes that one member follows."""

    def __init__(self, table: Table, account: "Account", now: Clock = utc_now) -> None:
        tenant = ClientId(account.client_id)
        self._offered = OfferedProgrammes(table, tenant)
        self._programmes = ProgrammeRepository(table, tenant)
        self._repository = SubscriptionRepository(table, tenant, UserId(account.id))
        self._member = account.id
        self._zone = account.settings.timezone
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        return cls(Table.of_stack(), account)

    def subscribe(self, programme_id: int, body: "SubscribeBody") -> Followed:
        """Begin a programme. Raises NotFound, InvalidInput, and Conflict while the member follows
        it already.
        """
        subscription_id = new_id()
        programme, now, today = self._offered.require(programme_id), self._now(), self._today()
        start = body.start(today)
        latest = self._repository.latest_of(programme_id)
        if latest and latest.subscription.id == subscription_id:
            return self._followed(latest.subscription, programme)  # This request, sent again.
        before = latest.subscription if latest else None
        if before:
            self._require_ended(before, programme)
        subscription = Subscription(
            id=subscription_id,
            user_id=self._member,
            programme_id=programme.id,
            trainer_id=programme.trainer_id,
            programme_name=programme.name,
            price=programme.price,
            currency=programme.currency,
            start_date=start,
            created_at=now,
            updated_at=now,
        )
        due = next_due(subscription, programme.days, self._zone, today)
        self._repository.add(subscription, due, before)
        return self._followed(subscription, programme)

    def pause(self, subscription_id: int, body: "PauseBody") -> Followed:
        """Raises NotFound, InvalidState, InvalidInput."""
        until = body.resumes_on(self._today(), self._zone)
        return self._change(subscription_id, lambda one, day, now: paused(one, day, now, until))

    def resume(self, subscription_id: int) -> Followed:
        """Raises NotFound, InvalidState."""
        return self._change(subscription_id, lambda one, day, _: resumed(one, day))

    def cancel(self, subscription_id: int, reason: str) -> Followed:
        """Raises NotFound, InvalidState."""
        return self._change(subscription_id, lambda one, day, _: cancelled(one, day, reason))

    def page(self, asked: "SubscriptionsQuery") -> FollowedPage:
        """A page of the member's subscriptions, the newest first."""
        after = asked.after(self._repository.span)
        found: list[Followed] = []
        for looked_at, one in enumerate(self._in_order(after)):
            if len(found) == asked.limit or looked_at == _LOOKED_AT:
                return FollowedPage(found, after)
            after = self._repository.place_of(one.subscription)
            if _passes(one, asked):
                found.append(one)
        return FollowedPage(found, None)

    def live(self) -> list[Followed]:
        """Those that are active or paused today."""
        return [one for one in self._each(self._repository.live()) if one.status.is_live]

    def of_trainer(self, trainer_id: int) -> list[Followed]:
        """The latest that the member follows or followed of one trainer."""
        latest = islice(self._repository.newest_first(None), _LOOKED_AT)
        return list(self._each(one for one in latest if one.trainer_id == trainer_id))[:_BATCH]

    def _in_order(self, after: str | None) -> Iterator[Followed]:
        for part in batched(self._repository.newest_first(after), _BATCH):
            yield from self._each(part)

    def _each(self, subscriptions: Iterable[Subscription]) -> Iterator[Followed]:
        stored = list(subscriptions)
        programmes = self._programmes.many(one.programme_id for one in stored)
        return (self._followed(one, programmes[one.programme_id]) for one in stored)

    def _change(self, subscription_id: int, step: _Step) -> Followed:
        for _ in range(_TRIES):
            stored = self._repository.require(subscription_id)
            before = stored.subscription
            programme = self._programmes.many([before.programme_id])[before.programme_id]
            if stored.is_own:
                return self._followed(before, programme)  # This request, sent again.
            now, today = self._now(), self._today()
            after = step(as_of(before, programme.days, today), today, now)
            after = after.model_copy(update={"version": before.version + 1, "updated_at": now})
            due = next_due(after, programme.days, self._zone, today)
            try:
                self._repository.replace(before, after, due)
            except SubscriptionChanged:
                continue
            return self._followed(after, programme)
        raise SubscriptionChanged("The subscription is being changed; try again.")

    def _require_ended(self, stored: Subscription, programme: Programme) -> None:
        """Store that the one before has ended, where due work has not yet. Raises Conflict."""
        today = self._today()
        ended = as_of(stored, programme.days, today)
        if ended.status.is_live:
            raise Conflict("You follow this programme already.")
        if ended != stored:
            changed = {"version": stored.version + 1, "updated_at": self._now()}
            self._repository.replace(stored, ended.model_copy(update=changed), None)

    def _followed(self, stored: Subscription, programme: Programme) -> Followed:
        return Followed.of(stored, programme, self._today(), self._zone)

    def _today(self) -> date:
        return day_of(self._now(), self._zone)


def _passes(one: Followed, asked: "SubscriptionsQuery") -> bool:
    if asked.status is not None and one.status is not asked.status:
        return False
    return asked.when is None or one.status.is_live == (asked.when == "upcoming")
