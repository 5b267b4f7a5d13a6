"""Rules by which a trainer writes programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import FieldError, Forbidden, InvalidInput, NotFound
from stvos.ids import new_id
from stvos.paging import CursorQuery
from stvos.programmes.models import Programme, ProgrammeWeek, Subscription
from stvos.programmes.repository import ProgrammeRepository
from stvos.programmes.requests import (
    ChangeProgrammeBody,
    NewProgrammeBody,
    ProgrammeWeekBody,
    class_places,
    weeks_of,
)
from stvos.programmes.subscriptions import SubscriberList
from stvos.programmes.transitions import as_of, day_index
from stvos.trainers.requests import require_payable

if TYPE_CHECKING:
    from stvos.accounts.models import Account


@dataclass(frozen=True, slots=True)
class WholeProgramme:
    """A programme with its content."""

    programme: Programme
    weeks: tuple[ProgrammeWeek, ...]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A member who follows a programme or did, and where they are in it today."""

    user_id: int
    name: str
    subscription: Subscription
    day_index: int


@dataclass(frozen=True, slots=True)
class SubscriberPage:
    """Some subscribers, and the sort key to go on after."""

    subscribers: list[Subscriber]
    after: str | None


class OwnProgrammes:
    """One trainer's programmes, managed by the trainer."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._programmes = ProgrammeRepository(table, tenant)
        self._catalogue = CatalogueRepository(table, tenant)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def all(self) -> list[Programme]:
        """The newest first."""
        return self._programmes.of_trainer(self._trainer_id)

    def show(self, programme_id: int) -> WholeProgramme:
        """Raises NotFound, also for another trainer's and for one that was withdrawn."""
        return WholeProgramme(self._require(programme_id), self._programmes.weeks(programme_id))

    def create(self, body: NewProgrammeBody) -> WholeProgramme:
        """Raises InvalidInput, and Conflict when the trainer has a hundred."""
        weeks, now = self._sound(body.weeks), self._now()
        programme = Programme(
            id=new_id(),
            trainer_id=self._trainer_id,
            name=body.name,
            description=body.description,
            price=body.price,
            currency=body.currency,
            weeks=len(weeks),
            created_at=now,
            updated_at=now,
        )
        require_payable(programme.price, programme.currency)
        self._programmes.add(programme, weeks)
        return WholeProgramme(programme, weeks)

    def change(self, programme_id: int, body: ChangeProgrammeBody) -> WholeProgramme:
        """Change the given fields. Who follows it does so from now on: content and length are those
        of the programme as it is. Raises NotFound, InvalidInput, Conflict.
        """
        before = self._require(programme_id)
        weeks = self._sound(body.weeks) if body.weeks is not None else None
        changed = body.applied_to(before.model_dump()) | {
            "weeks": before.weeks if weeks is None else len(weeks),
            "updated_at": self._now(),
        }
        after = Programme.model_validate(changed)
        require_payable(after.price, after.currency)
        self._programmes.replace(before, after, weeks)
        return WholeProgramme(after, self._programmes.weeks(after.id) if weeks is None else weeks)

    def withdraw(self, programme_id: int) -> None:
        """Offer it no more; who follows it goes on. Raises NotFound."""
        self._programmes.withdraw(programme_id, self._trainer_id, self._now())

    def subscribers(self, programme_id: int, asked: CursorQuery) -> SubscriberPage:
        """A page of who follows it, the newest first, then of who did. Raises NotFound."""
        programme = self._require(programme_id)
        places = SubscriberList(self._table, self._tenant, programme_id)
        page = places.page(asked.limit, asked.after(places.span))
        return SubscriberPage(
            [
                self._subscriber(programme, account, subscription)
                for account, subscription in places.people(page.items)
            ],
            page.after,
        )

    def _subscriber(
        self, programme: Programme, account: "Account", stored: Subscription
    ) -> Subscriber:
        today = day_of(self._now(), account.settings.timezone)
        subscription = as_of(stored, programme.days, today)
        index = day_index(subscription, programme.days, today)
        return Subscriber(account.id, account.name, subscription, index)

    def _require(self, programme_id: int) -> Programme:
        programme = self._programmes.require(programme_id, consistent=True)
        if programme.trainer_id != self._trainer_id:
            raise NotFound
        return programme

    def _sound(self, bodies: Sequence[ProgrammeWeekBody]) -> tuple[ProgrammeWeek, ...]:
        """The weeks, whose classes are there. Raises InvalidInput."""
        weeks, places = weeks_of(bodies), class_places(bodies)
        known = self._catalogue.known_classes(places.values())
        wrong = tuple(
            FieldError(path, "is not a class of this brand")
            for path, class_id in places.items()
            if class_id not in known
        )
        if wrong:
            details = f"{wrong[0].path}: {wrong[0].message}"
            raise InvalidInput(details=details, fields=wrong[:50])
        return weeks
