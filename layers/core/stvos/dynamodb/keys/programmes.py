"""Programmes: what trainers offer for weeks, and who follows it."""

from stvos.dynamodb.keys.primitives import IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class ProgrammeKeys(TenantKeys):
    """Keys of programmes, their weeks and their subscriptions."""

    def _programme(self, programme_id: int) -> str:
        return f"{self._c}#PROGRAMME#{padded(programme_id)}"

    def _programmes(self, trainer_id: int) -> str:
        return f"{self._c}#TRAINER#{padded(trainer_id)}#PROGRAMMES"

    def programme(self, programme_id: int) -> Key:
        return Key(self._programme(programme_id), "PROGRAMME")

    def programme_week(self, programme_id: int, week: int) -> Key:
        # An item for each week: a day's content is one small read.
        return Key(self._programme(programme_id), f"WEEK#{week:02d}")

    def programme_weeks(self, programme_id: int) -> Span:
        return Span.prefix(self._programme(programme_id), "WEEK#")

    def programme_in_list(self, trainer_id: int, programme_id: int) -> IndexKey:
        return IndexKey(self._programmes(trainer_id), f"PROGRAMME#{padded(programme_id)}")

    def programmes_of(self, trainer_id: int) -> Span:
        return Span.prefix(self._programmes(trainer_id), "PROGRAMME#", index="gsi1")

    def programme_count(self, trainer_id: int) -> Key:
        return Key(self._programmes(trainer_id), "COUNT")

    # What a member follows is stored in the member's own partition, so that an erasure finds it.

    def subscription(self, user: UserId, subscription_id: int) -> Key:
        return Key(self._user(user), f"SUBSCRIPTION#{padded(subscription_id)}")

    def subscriptions(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "SUBSCRIPTION#")

    def subscriber(self, user: UserId, programme_id: int) -> Key:
        """That a member follows a programme, or did: with their latest subscription to it."""
        return Key(self._user(user), f"SUBSCRIBER#{padded(programme_id)}")

    def subscriber_of(self, user: UserId) -> Span:
        return Span.prefix(self._user(user), "SUBSCRIBER#")

    def subscriber_in_list(
        self, programme_id: int, subscription_id: int, *, live: bool
    ) -> IndexKey:
        state = "LIVE" if live else "ENDED"
        return IndexKey(
            f"{self._programme(programme_id)}#SUBSCRIBERS", f"{state}#{padded(subscription_id)}"
        )

    def subscribers(self, programme_id: int) -> Span:
        """All, those whose subscription has ended before those who follow it."""
        return Span(f"{self._programme(programme_id)}#SUBSCRIBERS", "ENDED#", "LIVE#~", "gsi1")

    def live_subscribers(self, programme_id: int) -> Span:
        return Span.prefix(f"{self._programme(programme_id)}#SUBSCRIBERS", "LIVE#", index="gsi1")
