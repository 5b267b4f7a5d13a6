"""Finding trainers."""

from typing import Self

from stvos.catalogue.records import TrainerRecord
from stvos.catalogue_search.catalogue import current_catalogue
from stvos.catalogue_search.index import CatalogueIndex
from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal
from stvos.programmes.models import Programme
from stvos.programmes.repository import ProgrammeRepository
from stvos.text import fold, name_words
from stvos.trainers.listing import Availability
from stvos.trainers.repository import Offer
from stvos.trainers.requests import TrainersQuery


class Marketplace:
    """One brand's trainers, as members see them."""

    def __init__(
        self,
        catalogue: CatalogueIndex,
        availability: Availability,
        programmes: ProgrammeRepository,
    ) -> None:
        self._catalogue = catalogue
        self._availability = availability
        self._programmes = programmes

    @classmethod
    def of(cls, principal: Principal) -> Self:
        tenant, table = principal.client, Table.of_stack()
        return cls(
            current_catalogue(tenant),
            Availability(table, tenant),
            ProgrammeRepository(table, tenant),
        )

    def trainers(self, asked: TrainersQuery) -> list[TrainerRecord]:
        """Those who pass the filters, oldest first; from the catalogue in memory."""
        return [t for t in self._catalogue.trainers() if _passes(t, asked)]

    def trainer(self, trainer_id: int) -> tuple[Offer, list[Programme]]:
        """An active trainer with services and programmes; raises NotFound."""
        offer = self._availability.require_active(trainer_id)
        return offer, self._programmes.of_trainer(trainer_id)


def _passes(trainer: TrainerRecord, asked: TrainersQuery) -> bool:
    if trainer.active != asked.active:
        return False
    if asked.specialisation and fold(asked.specialisation.strip()) not in {
        fold(name) for name in trainer.specialisations
    }:
        return False
    words = name_words(trainer.name)
    return all(
        any(word.startswith(typed) for word in words) for typed in name_words(asked.search or "")
    )
