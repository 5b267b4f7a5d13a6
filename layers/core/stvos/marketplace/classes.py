"""The classes of a trainer, as members find them: recorded ones and those to come."""

from dataclasses import dataclass
from typing import Self

from stvos.catalogue.records import ListedClass
from stvos.catalogue_search.catalogue import current_catalogue
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.group_classes.models import ClassStatus, GroupClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.identity.principal import Principal
from stvos.trainers.listing import Availability

MOST = 100
"""Of each kind of class: the soonest, and the newest recorded ones."""


@dataclass(frozen=True, slots=True)
class TrainerClassList:
    """A trainer's classes; `free`: the free seats of those to come, by their ids."""

    recorded: list[ListedClass]
    upcoming: list[GroupClass]
    free: dict[int, int]


class ClassesOfTrainers:
    """The classes of one brand's trainers."""

    def __init__(
        self, table: Table, tenant: ClientId, catalogue: CatalogueIndex, now: Clock = utc_now
    ) -> None:
        self._availability = Availability(table, tenant, now)
        self._repository = GroupClassRepository(table, tenant)
        self._catalogue = catalogue
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal.client, current_catalogue(principal.client))

    def of_trainer(self, trainer_id: int) -> TrainerClassList:
        """Raises NotFound for a trainer who is unknown or not active."""
        self._availability.require_active(trainer_id)
        wanted = Filter(trainer_id=trainer_id, is_live=False)
        recorded = self._catalogue.browse(wanted, Sort(), page=1, limit=MOST, now=self._now())
        upcoming = self.upcoming(trainer_id)
        return TrainerClassList(recorded.items, upcoming, self._repository.free_seats(upcoming))

    def upcoming(self, trainer_id: int) -> list[GroupClass]:
        """The next group classes that are held, soonest first."""
        span = self._repository.upcoming_span(trainer_id, self._now)
        page = self._repository.page(span, limit=MOST, forward=True, after=None)
        return [each for each in page.classes if each.status is ClassStatus.SCHEDULED]
