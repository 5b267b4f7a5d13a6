"""Use: what a partner's members did, counted, and the orders their list is shown in."""

from datetime import date

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded, sortable
from stvos.dynamodb.keys.tenant import TenantKeys

LIST_PARTS = 8
"""Partitions of a list that members move in: 100,000 who start a class within a minute move 1,667
times a second, with two write units each. Who joins has four words and more in the list of words.
"""

_ROLLUP = "ROLLUP#1#"  # Its format: another one is not found, and stored anew.


class UsageKeys(TenantKeys):
    """Keys of the use of a partner's members."""

    def _use(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#USE"

    def use_of_day(self, partner_id: int, day: date, shard: int) -> Key:
        return Key(self._use(partner_id), f"DAY#{day}#{shard}")

    def use_of_days(self, partner_id: int, first_day: date, last_day: date) -> Span:
        return Span(self._use(partner_id), f"DAY#{first_day}#", f"DAY#{last_day}#{END}")

    def use_of_month(self, partner_id: int, month: str, shard: int) -> Key:
        return Key(self._use(partner_id), f"MONTH#{month}#{shard}")

    def use_of_months(self, partner_id: int, first_month: str, last_month: str) -> Span:
        return Span(self._use(partner_id), f"MONTH#{first_month}#", f"MONTH#{last_month}#{END}")

    def use_of_week(self, partner_id: int, monday: date, shard: int) -> Key:
        return Key(self._use(partner_id), f"WEEK#{monday}#{shard}")

    def use_of_weeks(self, partner_id: int, first_day: date, last_day: date) -> Span:
        return Span(self._use(partner_id), f"WEEK#{first_day}#", f"WEEK#{last_day}#{END}")

    def use_of_class(self, partner_id: int, month: str, class_id: int, shard: int) -> Key:
        # A partition for each shard: members may watch as many classes as there are.
        pk = f"{self._use(partner_id)}#CLASSES#{month}#{shard}"
        return Key(pk, f"CLASS#{padded(class_id)}")

    def use_of_classes(self, partner_id: int, month: str, shard: int) -> Span:
        return Span.prefix(f"{self._use(partner_id)}#CLASSES#{month}#{shard}", "CLASS#")

    def rollup_part(self, partner_id: int, month: str, place: int) -> Key:
        return Key(f"{self._use(partner_id)}#CLASSES#{month}", f"{_ROLLUP}{place:02d}")

    def rollup_of_classes(self, partner_id: int, month: str) -> Span:
        return Span.prefix(f"{self._use(partner_id)}#CLASSES#{month}", _ROLLUP)

    def cohort(self, partner_id: int, joined: str, active: str, shard: int) -> Key:
        return Key(self._use(partner_id), f"COHORT#{joined}#{active}#{shard}")

    def cohorts(self, partner_id: int, first_month: str, last_month: str) -> Span:
        return Span(self._use(partner_id), f"COHORT#{first_month}#", f"COHORT#{last_month}#{END}")

    def member_count(self, partner_id: int, shard: int) -> Key:
        return Key(self._use(partner_id), f"MEMBERS#{shard}")

    # What one member used is stored in the member's own partition, so that an erasure finds it.

    def use_of_member(self, user: UserId) -> Key:
        return Key(self._user(user), "USE")

    def member_day(self, user: UserId, day: date) -> Key:
        return Key(self._user(user), f"USE_DAY#{day}")

    def member_days(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "USE_DAY#")

    def member_month(self, user: UserId, month: str) -> Key:
        return Key(self._user(user), f"USE_MONTH#{month}")

    def member_place(self, user: UserId, order: str) -> Key:
        """That a member stands in a list of the partner's: its index key says where."""
        return Key(self._user(user), f"USE_PLACE#{order}")

    def member_word(self, user: UserId, word: str) -> Key:
        return Key(self._user(user), f"USE_WORD#{sortable(word)}")

    def by_name(self, partner_id: int, name: str, user: UserId) -> IndexKey:
        return IndexKey(
            f"{self._partner(partner_id)}#MEMBERS#NAME", f"{sortable(name)}#{padded(user)}"
        )

    def by_activity(self, partner_id: int, day: str, at_ms: int, user: UserId) -> IndexKey:
        pk = f"{self._partner(partner_id)}#MEMBERS#ACTIVE#{user % LIST_PARTS}"
        return IndexKey(pk, f"{day}#{padded(at_ms)}#{padded(user)}")

    def by_watching(self, partner_id: int, minutes: int, user: UserId) -> IndexKey:
        pk = f"{self._partner(partner_id)}#MEMBERS#WATCHED#{user % LIST_PARTS}"
        return IndexKey(pk, f"{padded(minutes)}#{padded(user)}")

    def by_word(self, partner_id: int, word: str, user: UserId) -> IndexKey:
        pk = f"{self._partner(partner_id)}#MEMBERS#WORD#{user % LIST_PARTS}"
        return IndexKey(pk, f"{sortable(word)}#{padded(user)}")

    def members_by_name(self, partner_id: int) -> Span:
        return Span(f"{self._partner(partner_id)}#MEMBERS#NAME", " ", END, index="gsi1")

    def members_by_activity(
        self, partner_id: int, first: str = "", last: str = END
    ) -> tuple[Span, ...]:
        """Those whose last active day is from `first` to before `last`; days as text."""
        pk = f"{self._partner(partner_id)}#MEMBERS#ACTIVE"
        return tuple(
            Span(f"{pk}#{part}", first or " ", last, index="gsi1") for part in range(LIST_PARTS)
        )

    def members_by_watching(self, partner_id: int) -> tuple[Span, ...]:
        pk = f"{self._partner(partner_id)}#MEMBERS#WATCHED"
        return tuple(Span(f"{pk}#{part}", " ", END, index="gsi1") for part in range(LIST_PARTS))

    def members_by_word(self, partner_id: int, beginning: str) -> tuple[Span, ...]:
        pk = f"{self._partner(partner_id)}#MEMBERS#WORD"
        return tuple(
            Span.prefix(f"{pk}#{part}", sortable(beginning), index="gsi1")
            for part in range(LIST_PARTS)
        )
