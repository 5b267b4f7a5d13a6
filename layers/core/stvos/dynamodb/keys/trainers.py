"""Trainers: what they offer for booking, and when they and members are taken."""

from stvos.dynamodb.keys.primitives import END, IndexKey, Key, Span, UserId, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class TrainerKeys(TenantKeys):
    """Keys of trainers' schedules, and of diaries. A trainer itself is a part of the catalogue."""

    def _trainer(self, trainer_id: int) -> str:
        return f"{self._c}#TRAINER#{padded(trainer_id)}"

    def schedule(self, trainer_id: int) -> Key:
        return Key(self._trainer(trainer_id), "SCHEDULE")

    def schedule_guard(self, trainer_id: int) -> Key:
        """A small item beside the schedule, which each booking writes to."""
        return Key(self._trainer(trainer_id), "SCHEDULE_GUARD")

    # Whom a trainer knows is stored in the member's own partition, so that an erasure finds it.

    def trainer_client(self, trainer_id: int, user: UserId) -> Key:
        return Key(self._user(user), f"CLIENT_OF#{padded(trainer_id)}")

    def client_of(self, user: UserId) -> Span:
        """The trainers who know a member."""
        return Span.prefix(self._user(user), "CLIENT_OF#")

    def trainer_client_in_list(self, trainer_id: int, user: UserId, seconds: int) -> IndexKey:
        return IndexKey(f"{self._trainer(trainer_id)}#CLIENTS", f"{seconds:010d}#{padded(user)}")

    def trainer_clients(self, trainer_id: int, since: int = 0) -> Span:
        """A trainer's clients by the second in which they were last active."""
        pk = f"{self._trainer(trainer_id)}#CLIENTS"
        return Span(pk, f"{since:010d}", END, index="gsi1")

    # What is compared when coaches are recommended stands together, so that one query reads it.

    def coach_card(self, trainer_id: int) -> Key:
        return Key(f"{self._c}#COACHES", f"CARD#{padded(trainer_id)}")

    def coach_load(self, trainer_id: int, shard: int) -> Key:
        # Shards: many sign up with a popular coach in the same moment.
        return Key(f"{self._c}#COACHES", f"LOAD#{padded(trainer_id)}#{shard}")

    def coaches(self) -> Span:
        return Span(f"{self._c}#COACHES", "CARD#", f"LOAD#{END}")

    def trainer_tally(self, trainer_id: int) -> Key:
        return Key(self._trainer(trainer_id), "TALLY")

    def earnings(self, trainer_id: int, month: str, currency: str) -> Key:
        return Key(f"{self._trainer(trainer_id)}#EARNINGS", f"MONTH#{month}#{currency}")

    def earnings_of(self, trainer_id: int, month: str) -> Span:
        return Span.prefix(f"{self._trainer(trainer_id)}#EARNINGS", f"MONTH#{month}#")

    def attended(self, user: UserId, thing_id: int) -> Key:
        return Key(self._user(user), f"ATTENDED#{padded(thing_id)}")

    def trainer_diary_day(self, trainer_id: int, day: str) -> Key:
        return Key(f"{self._trainer(trainer_id)}#DIARY", f"DAY#{day}")

    def trainer_diary_days(self, trainer_id: int, first: str, last: str) -> Span:
        return Span(f"{self._trainer(trainer_id)}#DIARY", f"DAY#{first}", f"DAY#{last}")

    def member_diary_day(self, user: UserId, day: str) -> Key:
        return Key(self._user(user), f"DIARY#{day}")

    def member_diary_days(self, user: UserId, first: str, last: str) -> Span:
        return Span(self._user(user), f"DIARY#{first}", f"DIARY#{last}")
