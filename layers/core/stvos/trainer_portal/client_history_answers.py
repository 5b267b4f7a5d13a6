"""What a trainer gets to see of one client: profile, notes, history, and what they share."""

from typing import Self

from stvos.accounts.models import Account
from stvos.bookings.answers import BookingAnswer
from stvos.group_classes.seat_models import SeatStatus
from stvos.group_classes.taken import TakenSeat
from stvos.models import Answer, Instant, Number, OmittedIfNone
from stvos.paging import CursorPage, cursor_of
from stvos.programmes.answers import SubscriptionAnswer
from stvos.progress_logs.answers import SeriesPoint
from stvos.trainer_portal.client_answers import ClientCardAnswer, card
from stvos.trainer_portal.client_history import History
from stvos.trainer_portal.clients import KnownMember

_APART = frozenset({"health"})


class ClientHealthAnswer(Answer):
    """What a member says about body and health. Height in cm, weight in kg."""

    age: int | None
    gender: str | None
    height: Number | None
    weight: Number | None
    injuries: list[str]
    dietary_restrictions: list[str]
    allergies: list[str]


class ClientProfileAnswer(Answer):
    """What a member says about their training; `health` only while they share their progress."""

    fitness_level: str | None
    fitness_goal: str | None
    goals: list[str]
    workout_days: list[str]
    equipment: list[str]
    health: OmittedIfNone[ClientHealthAnswer] = None

    @classmethod
    def of(cls, account: Account) -> Self:
        fields = {name: getattr(account.profile, name) for name in cls.model_fields.keys() - _APART}
        shared = account.settings.share_progress_with_coach
        health = ClientHealthAnswer.model_validate(account.profile) if shared else None
        return cls(**fields, health=health)


class TrainerClientAnswer(ClientCardAnswer):
    """A client. `notes` are the trainer's own."""

    timezone: str
    profile: ClientProfileAnswer
    notes: str
    notes_at: OmittedIfNone[Instant] = None

    @classmethod
    def of(cls, member: KnownMember) -> Self:
        return cls(
            **card(member),
            timezone=member.account.settings.timezone,
            profile=ClientProfileAnswer.of(member.account),
            notes=member.client.notes,
            notes_at=member.client.notes_at,
        )


class ClientClassAnswer(Answer):
    """A client's seat in a group class. `attended`: null until that is decided."""

    class_id: int
    name: str
    starts_at: Instant
    status: SeatStatus
    attended: bool | None

    @classmethod
    def of(cls, taken: TakenSeat) -> Self:
        return cls(
            class_id=taken.id,
            name=taken.group_class.name,
            starts_at=taken.starts_at,
            status=taken.seat.status,
            attended=taken.seat.attended,
        )


class SharedHistoryAnswer(Answer):
    """What a client did with this trainer, the latest first; fifty `classes` at most."""

    sessions: list[BookingAnswer]
    classes: list[ClientClassAnswer]
    programmes: list[SubscriptionAnswer]


class SharedProgressAnswer(Answer):
    """The last 30 days of a member's logs, as the member sees them in `GET /progress`."""

    series: list[SeriesPoint]


class ClientHistoryAnswer(CursorPage):
    """A client and their history with this trainer; the cursor goes on with `history.sessions`.

    `progress`: only while the member shares it (`settings.shareProgressWithCoach`).
    """

    client: TrainerClientAnswer
    history: SharedHistoryAnswer
    progress: OmittedIfNone[SharedProgressAnswer] = None

    @classmethod
    def of(cls, found: History) -> Self:
        sessions = [BookingAnswer.of(each, found.trainer) for each in found.sessions.items]
        classes = [ClientClassAnswer.of(each) for each in found.classes]
        programmes = [SubscriptionAnswer.of(each) for each in found.programmes]
        progress = found.progress
        return cls(
            client=TrainerClientAnswer.of(found.member),
            history=SharedHistoryAnswer(sessions=sessions, classes=classes, programmes=programmes),
            progress=SharedProgressAnswer(series=progress) if progress is not None else None,
            next_cursor=cursor_of(found.sessions.after),
        )
