"""Launching the room of a live class, for its trainer."""

from typing import Self

from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.repository import CatalogueRepository
from stvos.identity.principal import Principal
from stvos.live_classes.service import meeting_of
from stvos.operators.catalogue_answers import OperatorLiveClassAnswer
from stvos.operators.client_scope import ClientScope
from stvos.rooms.models import Participant, RoomAccess
from stvos.rooms.service import Rooms


class LiveLaunches:
    """The rooms of one client's live classes, as the operator opens them."""

    def __init__(self, scope: ClientScope, rooms: Rooms) -> None:
        self._scope = scope
        self._live = LiveClassRepository(scope.table, scope.tenant)
        self._content = CatalogueRepository(scope.table, scope.tenant)
        self._rooms = rooms

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        """Raises NotFound for an unknown client, VideoNotConfigured."""
        scope = ClientScope.of(principal, client_id)
        return cls(scope, Rooms.of(scope.tenant))

    def launch(self, live_id: int) -> RoomAccess:
        """Open the room, once. Raises NotFound, Ended, VideoUnavailable, and Conflict for a class
        that is changed at the same moment.
        """
        live = self._live.require_live_class(live_id, consistent=True)
        trainer = self._content.require_trainer(live.trainer_id)
        audit = self._scope.audit_writes(
            "live_class.launch", f"live_class/{live_id}", after=OperatorLiveClassAnswer.of(live)
        )
        host = Participant.trainer(trainer.id, trainer.name)
        return self._rooms.launch(meeting_of(live), host, *audit, self._live.unchanged(live))
