"""DynamoDB access patterns V1 to V6 of docs/data-model.md: a member's sessions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Keys, Span, UserId
from stvos.dynamodb.table import Attr, Table, check, place_of, put, update
from stvos.errors import Conflict, InvalidToken
from stvos.ids import MAX_ID, id_at
from stvos.viewing.models import Session, Status

# How many of the newest sessions "continue watching" is chosen from.
_RECENT = 40
# A page that filters looks at this many sessions at most, then hands out a cursor.
_LOOKED_AT = 500
_BATCH_SIZE = 100


class SessionRepository:
    """One member's sessions. Tenant and member are fixed here, so no read can leave them."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._user = user

    def get(self, session_id: int) -> Session | None:
        """V1: one session, as it is now."""
        item = self._table.get(self._keys.session(self._user, session_id), consistent=True)
        return Session.of_item(item) if item else None

    def latest(self, class_id: int) -> Session | None:
        """V2: the session of a class that was started last."""
        key = self._keys.open_session(self._user, class_id)
        item = self._table.get(key, consistent=True)
        return self.get(item["session_id"]) if item else None

    def add(self, session: Session, *, after: Session | None) -> None:
        """V3: store a new session as its class's latest, in the place of `after`.

        Raises Conflict when another start was first, and InvalidToken when the account went.
        """
        pointer = self._keys.open_session(self._user, session.class_id)
        unmoved = Attr("session_id").eq(after.id) if after else Attr("pk").not_exists()
        self._table.transact(
            # Erasure removes sessions before it is answered: none may come after it.
            check(
                self._keys.user(self._user),
                Attr("pk").exists() & Attr("erased_at").not_exists(),
                InvalidToken(),
            ),
            put(
                pointer,
                {"type": "open_session", "session_id": session.id},
                only_if=unmoved,
                refusal=Conflict(),
            ),
            put(
                self._keys.session(self._user, session.id),
                session.to_item() | {"type": "session", "user_id": self._user},
                unless_exists=Conflict(),
            ),
        )

    def replace(self, before: Session, after: Session) -> Session:
        """V4: store a changed session; raises Conflict when it is not as `before` any more."""
        stored = before.to_item()
        changed = after.model_copy(update={"version": before.version + 1})
        wanted = changed.to_item()
        self._table.write(
            update(
                self._keys.session(self._user, before.id),
                sets={name: v for name, v in wanted.items() if stored.get(name) != v},
                removes=[name for name in stored if name not in wanted],
                only_if=Attr("version").eq(before.version),
                refusal=Conflict("Too many devices report on this session; send it again."),
            )
        )
        return changed

    def between(self, zone: str, first: date | None, last: date | None) -> Span:
        """The sessions started on the days from `first` to `last` of a zone."""
        after = _id_of(first, zone) if first else 0
        before = _id_of(last + timedelta(days=1), zone) - 1 if last else MAX_ID
        return self._keys.sessions(self._user, after, max(after, before))

    def history(
        self, span: Span, status: Status | None, *, limit: int, after: str | None
    ) -> tuple[list[Session], str | None]:
        """V5: sessions of a span, newest first, and the sort key to go on after."""
        if status is None:
            page = self._table.query(span, limit=limit, forward=False, after=after)
            return [Session.of_item(item) for item in page.items], page.after
        return self._of_status(span, lambda session: session.status is status, limit, after)

    def _of_status(
        self, span: Span, wanted: Callable[[Session], bool], limit: int, after: str | None
    ) -> tuple[list[Session], str | None]:
        found: list[Session] = []
        for _ in range(_LOOKED_AT // _BATCH_SIZE):
            page = self._table.query(span, limit=_BATCH_SIZE, forward=False, after=after)
            for place, item in enumerate(page.items, start=1):
                session = Session.of_item(item)
                if wanted(session):
                    found.append(session)
                if len(found) == limit:
                    more = place < len(page.items) or page.after is not None
                    return found, place_of(item, span) if more else None
            after = page.after
            if after is None:
                break
        return found, after

    def continue_watching(self, limit: int) -> list[Session]:
        """V6: the classes begun and not finished, newest first, each with its latest session."""
        newest = self._table.query(self._keys.sessions(self._user), limit=_RECENT, forward=False)
        by_class: dict[int, Session] = {}
        for session in map(Session.of_item, newest.items):
            by_class.setdefault(session.class_id, session)
        begun = [
            session
            for session in by_class.values()
            if session.status is not Status.COMPLETED
            and session.position_ms > 0
            and session.put_aside_at is None
        ]
        return begun[:limit]


def _id_of(day: date, zone: str) -> int:
    """The smallest id of a day of a zone."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return min(max(id_at(midnight), 0), MAX_ID) if epoch(midnight) > 0 else 0
