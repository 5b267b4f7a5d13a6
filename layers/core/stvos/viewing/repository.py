"""DynamoDB access patterns V1 to V6 of docs/data-model.md: a member's sessions."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stvos.accounts.not_erased import not_erased
from stvos.clock import epoch, real_now
from stvos.dynamodb.keys import ClientId, Keys, Span, UserId
from stvos.dynamodb.table import Attr, Item, Table, place_of, put, update
from stvos.errors import Conflict
from stvos.ids import MAX_ID, id_at
from stvos.viewing.models import Session, Status, StreamMark
from stvos.viewing.stream_marks import is_missed, marked

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

    def find(self, session_id: int) -> Session | None:
        """V1: one session, as it is now."""
        item = self._table.find(self._keys.session(self._user, session_id), consistent=True)
        return Session.of_item(item) if item else None

    def find_with_sign_in(
        self, session_id: int, family_id: int
    ) -> tuple[Session | None, Item | None, Item | None]:
        """V1, I1: one session with the member's and a sign-in's items, read in one call."""
        keys = [
            self._keys.session(self._user, session_id),
            self._keys.user(self._user),
            self._keys.family(self._user, family_id),
        ]
        item, person, family = self._table.find_many(keys, consistent=True)
        return Session.of_item(item) if item else None, person, family

    def find_latest(self, class_id: int) -> Session | None:
        """V2: the session of a class that was started last."""
        key = self._keys.open_session(self._user, class_id)
        item = self._table.find(key, consistent=True)
        return self.find(item["session_id"]) if item else None

    def add(self, session: Session, *, after: Session | None) -> None:
        """V3: store a new session as its class's latest, in the place of `after`.

        Raises Conflict when another start was first, and InvalidToken when the account went.
        """
        pointer = self._keys.open_session(self._user, session.class_id)
        unmoved = Attr("session_id").eq(after.id) if after else Attr("pk").not_exists()
        self._table.transact(
            not_erased(self._keys.user(self._user)),
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
        stored, began = before.to_item(), real_now()
        changed = marked(before, after, began).model_copy(update={"version": before.version + 1})
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
        if is_missed(changed, began, real_now()):
            self._announce(changed)
        return changed

    def _announce(self, session: Session) -> None:
        """V4: mark a session to be counted once more, unless it was removed meanwhile."""
        with suppress(Conflict):
            self._table.write(
                update(
                    self._keys.session(self._user, session.id),
                    sets={"stream_mark": StreamMark.COUNT.value},
                    only_if=Attr("pk").exists(),
                )
            )

    def between(self, zone: str, first_day: date | None, last_day: date | None) -> Span:
        """The sessions started on the days from `first_day` to `last_day` of a zone."""
        after = _id_of(first_day, zone) if first_day else 0
        before = _id_of(last_day + timedelta(days=1), zone) - 1 if last_day else MAX_ID
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
        sessions: list[Session] = []
        for _ in range(_LOOKED_AT // _BATCH_SIZE):
            page = self._table.query(span, limit=_BATCH_SIZE, forward=False, after=after)
            for place, item in enumerate(page.items, start=1):
                session = Session.of_item(item)
                if wanted(session):
                    sessions.append(session)
                if len(sessions) == limit:
                    more = place < len(page.items) or page.after is not None
                    return sessions, place_of(item, span) if more else None
            after = page.after
            if after is None:
                break
        return sessions, after

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
