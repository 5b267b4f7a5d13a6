"""DynamoDB access patterns U8 and U9 of docs/data-model.md: members' positions in sorted lists.

Each member has one item for each sort order, and its index key is the position in that order. A
position that depends on activity is updated a little later, so that a list changes less often than
its members send heartbeats.
"""

from collections.abc import Iterator

from stvos.dynamodb.keys import ClientId, IndexKey, Keys, UserId
from stvos.dynamodb.table import Write, delete, put
from stvos.text import fold, name_words
from stvos.typed_codes import read_code
from stvos.usage.models import MemberUse

# The activity that a position shows may be this much older than the true one.
_MAX_LAG_MS = 600_000
# A member with a longer name is found by its first words, which are pairs of letters in scripts
# without blanks.
_MAX_NAME_WORDS = 10
_NEVER = "0"
"""Sorts before every day: members who were never active come last."""


def is_outdated(use: MemberUse, *, viewing_ended: bool) -> bool:
    """Whether the positions should be updated: on a new day, after ten minutes, and when a viewing
    has ended.
    """
    if not use.counted:
        return False
    return (
        use.last_day != use.listed_day
        or use.last_active_ms - use.listed_ms >= _MAX_LAG_MS
        or (viewing_ended and use.watched_minutes != use.listed_minutes)
    )


def words_of_member(name: str, email: str, voucher_code: str) -> tuple[str, ...]:
    """The words by whose prefixes a member is found."""
    words = [*name_words(name)[:_MAX_NAME_WORDS], fold(email), read_code(voucher_code).lower()]
    return tuple(dict.fromkeys(word for word in words if word))


class ListPositions:
    """The positions of one member in one partner's lists."""

    def __init__(self, tenant: ClientId, partner_id: int, user: UserId) -> None:
        self._keys = Keys(tenant)
        self._partner = partner_id
        self._user = user

    def by_use(self, use: MemberUse) -> Iterator[Write]:
        """U8: the writes of the positions by last activity and by watched time."""
        day = use.last_day.isoformat() if use.last_day else _NEVER
        keys = self._keys
        yield self._position(
            "active", keys.by_activity(self._partner, day, use.last_active_ms, self._user)
        )
        yield self._position(
            "watched", keys.by_watching(self._partner, use.watched_minutes, self._user)
        )

    def by_name(self, name: str, words: tuple[str, ...], old: tuple[str, ...]) -> Iterator[Write]:
        """U8, U9: the writes of the position by name, and of `words` instead of `old` ones."""
        yield self._position("name", self._keys.by_name(self._partner, fold(name), self._user))
        for word in words:
            yield put(
                self._keys.member_word(self._user, word),
                {"type": "member_word", "user_id": self._user},
                index=self._keys.by_word(self._partner, word, self._user),
            )
        for word in old:
            if word not in words:
                yield delete(self._keys.member_word(self._user, word))

    def removal(self, words: tuple[str, ...]) -> Iterator[Write]:
        """U8, U9: the writes that remove the member from all lists."""
        for order in ("active", "watched", "name"):
            yield delete(self._keys.member_place(self._user, order))
        for word in words:
            yield delete(self._keys.member_word(self._user, word))

    def _position(self, order: str, position: IndexKey) -> Write:
        item = {"type": "member_place", "user_id": self._user}
        return put(self._keys.member_place(self._user, order), item, index=position)
