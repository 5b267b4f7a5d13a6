"""DynamoDB access patterns U8 and U9 of docs/data-model.md: where a member stands in the lists.

A list in an order is a run of the index; each member has an item for each order, whose index key
says where it stands. A place that moves with what a member does follows a little later, so that a
partner's list never moves as often as its members' heartbeats come.
"""

from collections.abc import Iterator

from stvos.dynamodb.keys import ClientId, IndexKey, Keys, UserId
from stvos.dynamodb.table import Write, delete, put
from stvos.partners.vouchers import canonical
from stvos.text import fold, query_words
from stvos.usage.models import MemberUse

# The latest activity shown by a place may be this much older than the true one.
_LATER_MS = 600_000
# Of a name; a member with more is found by the first ones.
_MOST_WORDS = 6
_NEVER = "0"
"""Sorts before every day: members who were never active stand last."""


def is_outdated(use: MemberUse) -> bool:
    """Whether a member should be moved: on a new day, each ten minutes, each minute more watched
    (for those who watched hours, each twentieth).
    """
    if not use.counted:
        return False
    more = use.watched_minutes - use.listed_minutes
    return (
        use.last_day != use.listed_day
        or use.last_active_ms - use.listed_ms >= _LATER_MS
        or more >= max(1, use.listed_minutes // 20)
    )


def words_of_member(name: str, email: str, voucher_code: str) -> tuple[str, ...]:
    """What a member is found by: the beginnings of these."""
    words = [*query_words(name)[:_MOST_WORDS], fold(email), canonical(voucher_code).lower()]
    return tuple(dict.fromkeys(word for word in words if word))


class ListPositions:
    """The places of one member in one partner's lists."""

    def __init__(self, tenant: ClientId, partner_id: int, user: UserId) -> None:
        self._keys = Keys(tenant)
        self._partner = partner_id
        self._user = user

    def by_use(self, use: MemberUse) -> Iterator[Write]:
        """U8: stand where the last activity and the watched time say."""
        day = use.last_day.isoformat() if use.last_day else _NEVER
        keys = self._keys
        yield self._stand(
            "active", keys.by_activity(self._partner, day, use.last_active_ms, self._user)
        )
        yield self._stand(
            "watched", keys.by_watching(self._partner, use.watched_minutes, self._user)
        )

    def by_name(self, name: str, words: tuple[str, ...], old: tuple[str, ...]) -> Iterator[Write]:
        """U8, U9: stand where the name says, and be found by `words` instead of `old`."""
        yield self._stand("name", self._keys.by_name(self._partner, fold(name), self._user))
        for word in words:
            yield put(
                self._keys.member_word(self._user, word),
                {"type": "member_word", "user_id": self._user},
                index=self._keys.by_word(self._partner, word, self._user),
            )
        for word in old:
            if word not in words:
                yield delete(self._keys.member_word(self._user, word))

    def leave(self, words: tuple[str, ...]) -> Iterator[Write]:
        """U8, U9: stand in no list any more."""
        for order in ("active", "watched", "name"):
            yield delete(self._keys.member_place(self._user, order))
        for word in words:
            yield delete(self._keys.member_word(self._user, word))

    def _stand(self, order: str, place: IndexKey) -> Write:
        item = {"type": "member_place", "user_id": self._user}
        return put(self._keys.member_place(self._user, order), item, index=place)
