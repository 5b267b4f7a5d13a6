"""What a player is answered about sessions and videos."""

from collections.abc import Iterable
from typing import Literal, Self

from stvos.models import Answer, Instant
from stvos.paging import CursorPage
from stvos.viewing.models import Session, Status
from stvos.viewing.playback import Playback

HEARTBEAT_SECONDS = 30


class SessionDetail(Answer):
    id: int
    class_id: int
    class_name: str
    status: Status
    started_at: Instant
    last_seen_at: Instant
    completed_at: Instant | None
    position_seconds: int
    watched_seconds: int
    percent_complete: int
    duration_seconds: int

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(
            id=session.id,
            class_id=session.class_id,
            class_name=session.class_name,
            status=session.status,
            started_at=session.started_at,
            last_seen_at=session.last_seen_at,
            completed_at=session.completed_at,
            position_seconds=session.position_ms // 1000,
            watched_seconds=session.watched_ms // 1000,
            percent_complete=session.percent_complete,
            duration_seconds=session.duration_ms // 1000,
        )


class SessionAnswer(Answer):
    session: SessionDetail

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(session=SessionDetail.of(session))


class SessionProgressAnswer(Answer):
    """The session after a heartbeat, and when to send the next one."""

    session: SessionDetail
    heartbeat_seconds: int = HEARTBEAT_SECONDS

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(session=SessionDetail.of(session))


class SessionsAnswer(CursorPage):
    """Newest first. With a `status`, a page may hold fewer than `limit` and still go on.
    `sessions` are the `items` again.
    """

    items: list[SessionDetail]
    sessions: list[SessionDetail]

    @classmethod
    def of(cls, sessions: Iterable[Session], next_cursor: str | None) -> Self:
        shown = [SessionDetail.of(session) for session in sessions]
        return cls(items=shown, sessions=shown, next_cursor=next_cursor)


class VideoAnswer(Answer):
    """Where the video plays from, until `expiresAt`."""

    playback_url: str
    kind: Literal["hls", "mp4", "vimeo"]
    expires_at: Instant
    resume_position_seconds: int

    @classmethod
    def of(cls, playback: Playback) -> Self:
        return cls(
            playback_url=playback.url,
            kind=playback.kind,
            expires_at=playback.expires_at,
            resume_position_seconds=playback.resume_position_seconds,
        )


class RemovedAnswer(Answer):
    removed: Literal[True] = True
