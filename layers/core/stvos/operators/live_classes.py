"""Rules of the classes that are taught live."""

from datetime import datetime
from typing import Self

from stvos.catalogue.live_repository import LiveClassRepository
from stvos.catalogue.models import LiveClass
from stvos.clock import Clock, utc_now
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.live_classes.service import meeting_of
from stvos.operators.catalogue_answers import OperatorLiveClassAnswer
from stvos.operators.catalogue_requests import ChangeLiveClassBody, CreateLiveClassBody
from stvos.operators.client_scope import ClientScope
from stvos.paging import PageQuery
from stvos.rooms.models import RoomKind
from stvos.rooms.records import RoomRecords
from stvos.rooms.repository import RoomRepository


class LiveClasses:
    """One client's live classes."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._live = LiveClassRepository(scope.table, scope.tenant)
        self._rooms = RoomRecords(RoomRepository(scope.table, scope.tenant), now)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def page(self, query: PageQuery) -> tuple[list[LiveClass], int]:
        return self._live.live_classes(query)

    def create(self, body: CreateLiveClassBody) -> LiveClass:
        """A class to come; its trainer and category must be this client's."""
        self._require_ahead(body.starts_at)
        now = self._now()
        made = LiveClass(
            **body.model_dump(by_alias=False), id=new_id(), created_at=now, updated_at=now
        )
        audit = self._scope.audit_writes(
            "live_class.create", _name(made.id), after=OperatorLiveClassAnswer.of(made)
        )
        self._live.add_live_class(made, *audit)
        return made

    def change(self, live_id: int, body: ChangeLiveClassBody) -> LiveClass:
        """Change what is named; a new start must be in the future."""
        before = self._live.require_live_class(live_id, consistent=True)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        after = LiveClass.model_validate(changed)
        if after.starts_at != before.starts_at:
            self._require_ahead(after.starts_at)
        audit = self._scope.audit_writes(
            "live_class.change",
            _name(live_id),
            before=OperatorLiveClassAnswer.of(before),
            after=OperatorLiveClassAnswer.of(after),
        )
        moved = (before.starts_at, before.duration) != (after.starts_at, after.duration)
        room = self._rooms.moving(meeting_of(after)) if moved else []
        self._live.replace_live_class(before, after, *audit, *room)
        return after

    def delete(self, live_id: int) -> None:
        action, target = "live_class.delete", _name(live_id)
        try:
            before = OperatorLiveClassAnswer.of(
                self._live.require_live_class(live_id, consistent=True)
            )
        except NotFound:
            return self._scope.require_done(action, target)
        audit = self._scope.audit_writes(action, target, before=before)
        room = self._rooms.ending(RoomKind.LIVE_CLASS, live_id)
        return self._live.delete_live_class(live_id, *audit, *room)

    def _require_ahead(self, starts_at: datetime) -> None:
        if starts_at <= self._now():
            raise InvalidInput.at("body.startsAt", "must be in the future")


def _name(live_id: int) -> str:
    return f"live_class/{live_id}"
