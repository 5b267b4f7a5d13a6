"""The programmes of trainers that members can follow."""

from typing import Self

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.programmes.models import Programme
from stvos.programmes.repository import ProgrammeRepository


class OfferedProgrammes:
    """What one brand's active trainers offer."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._programmes = ProgrammeRepository(table, tenant)
        self._table = table
        self._tenant = tenant

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal.client)

    def of_trainer(self, trainer_id: int) -> list[Programme]:
        """The newest first. Raises NotFound for a trainer who is unknown or not active."""
        self._require_active(trainer_id)
        return self._programmes.of_trainer(trainer_id)

    def require(self, programme_id: int) -> Programme:
        """One that can be begun. Raises NotFound."""
        programme = self._programmes.require(programme_id)
        self._require_active(programme.trainer_id)
        return programme

    def _require_active(self, trainer_id: int) -> None:
        # What is followed already is read without it.
        from stvos.catalogue.repository import CatalogueRepository

        catalogue = CatalogueRepository(self._table, self._tenant)
        if not catalogue.require_trainer(trainer_id).active:
            raise NotFound
