"""What a trainer gets to see of their clients."""

from typing import Self

from stvos.accounts.coaching import TrainerClient
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.paging import CursorPage, cursor_of
from stvos.trainer_portal.clients import ClientPage, KnownMember


class ClientCardAnswer(Answer):
    """A client in a list. `bookings`: sessions that were ever booked; `sessions`: those that are
    over and were not cancelled; `programmes`: how often one was subscribed to. `since` and
    `lastActiveAt`: of what they did with this trainer.
    """

    user_id: int
    name: str
    since: Instant
    last_active_at: Instant
    bookings: int
    sessions: int
    programmes: int
    shares_progress: bool

    @classmethod
    def of(cls, member: KnownMember) -> Self:
        return cls(**card(member))


class TrainerClientsAnswer(CursorPage):
    """`items` are the `clients` again."""

    clients: list[ClientCardAnswer]
    items: list[ClientCardAnswer]

    @classmethod
    def of(cls, page: ClientPage) -> Self:
        cards = [ClientCardAnswer.of(member) for member in page.members]
        return cls(clients=cards, items=cards, next_cursor=cursor_of(page.after))


class ClientNotesAnswer(Answer):
    user_id: int
    notes: str
    notes_at: OmittedIfNone[Instant] = None

    @classmethod
    def of(cls, client: TrainerClient) -> Self:
        return cls.model_validate(client)


def card(member: KnownMember) -> dict[str, object]:
    """The fields of a card."""
    account, client = member.account, member.client
    return {
        "user_id": account.id,
        "name": account.name,
        "since": client.first_at,
        "last_active_at": client.last_at,
        "bookings": client.bookings,
        "sessions": client.sessions,
        "programmes": client.programmes,
        "shares_progress": account.settings.share_progress_with_coach,
    }
