"""DynamoDB access patterns T1 to T4 of docs/data-model.md: what trainers offer for booking."""

from dataclasses import dataclass

from stvos.catalogue.models import Trainer
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, Write, delete, put, update
from stvos.errors import Conflict, NotFound, StvosError
from stvos.trainers.models import Schedule


@dataclass(frozen=True, slots=True)
class Offer:
    """A trainer and all that decides when they can be booked."""

    trainer: Trainer
    schedule: Schedule


class ScheduleRepository:
    """The schedules of one client's trainers."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def require_offer(self, trainer_id: int, *, consistent: bool = False) -> Offer:
        """T1: a trainer, active or not, with their schedule; raises NotFound."""
        trainer, schedule = self._table.find_many(
            [self._keys.content_trainer(trainer_id), self._keys.schedule(trainer_id)],
            consistent=consistent,
        )
        if trainer is None:
            raise NotFound
        return Offer(
            Trainer.of_item(trainer),
            Schedule.of_item(schedule) if schedule else Schedule(trainer_id=trainer_id),
        )

    def replace(
        self, before: Schedule, after: Schedule, *together: Write, bookings: int | None = None
    ) -> Schedule:
        """T2: store a changed schedule, with `together`; raises Conflict unless it still is as
        `before`, and, where `bookings` were counted (T4), unless none was made since.
        """
        # Readers of schedules do without it.
        from stvos.trainers.cards import CoachCard

        stored = after.model_copy(update={"version": before.version + 1})
        refusal = Conflict("The schedule was changed meanwhile; read it again.")
        is_unchanged = (
            Attr("version").eq(before.version) if before.version else Attr("pk").not_exists()
        )
        self._table.transact(
            put(
                self._keys.schedule(after.trainer_id),
                stored.to_item() | {"type": "schedule"},
                only_if=is_unchanged,
                refusal=refusal,
            ),
            update(
                self._keys.schedule_guard(after.trainer_id),
                sets={"type": "schedule_guard", "schedule_version": stored.version},
                only_if=_has_made(bookings),
                refusal=Conflict("A booking was made meanwhile; try again."),
            ),
            put(
                self._keys.coach_card(after.trainer_id),
                CoachCard.of(stored).to_item() | {"type": "coach_card"},
            ),
            *together,
        )
        return stored

    def held(self, schedule: Schedule, refusal: StvosError) -> Write:
        """T3: the write by which a booking or a group class counts itself and holds on to the
        schedule it was made under: refused once that has changed.
        """
        stored = Attr("schedule_version")
        return update(
            self._keys.schedule_guard(schedule.trainer_id),
            adds={"bookings": 1},
            only_if=stored.eq(schedule.version) if schedule.version else stored.not_exists(),
            refusal=refusal,
        )

    def removed(self, trainer_id: int) -> tuple[Write, ...]:
        """T2: the writes that remove the schedule of a trainer who was never booked."""
        count = Attr("bookings")
        return (
            delete(self._keys.schedule(trainer_id)),
            delete(self._keys.coach_card(trainer_id)),
            delete(
                self._keys.schedule_guard(trainer_id),
                only_if=count.not_exists() | count.eq(0),
                refusal=Conflict("This trainer has bookings; make them inactive instead."),
            ),
        )

    def bookings(self, trainer_id: int) -> int:
        """T4: how many bookings were made so far, to see whether one came meanwhile."""
        item = self._table.find(self._keys.schedule_guard(trainer_id), consistent=True)
        return int(item.get("bookings", 0)) if item else 0


def _has_made(bookings: int | None) -> Condition | None:
    """That so many bookings were made so far; None: whatever their number."""
    if bookings is None:
        return None
    count = Attr("bookings")
    return count.eq(bookings) if bookings else count.not_exists() | count.eq(0)
