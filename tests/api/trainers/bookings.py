"""Bookings of the tests: times by day and hour, and members who book them."""

from datetime import UTC, datetime, time
from typing import Any

from tests.api.trainers.world import TrainerAccount, in_days, new_trainer
from tests.world import Member, Reply, World
from trainers import book_session, list_open_slots


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """A time of UTC, some days from today."""
    return datetime.combine(in_days(days), time(hour, minute), UTC)


def written(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def offering(world: World, **rules: Any) -> tuple[TrainerAccount, int]:
    """A trainer who can be booked from nine to five, and an hour's service."""
    trainer = new_trainer(world)
    trainer.offer(**rules)
    return trainer, trainer.service()


def book(
    member: Member, trainer: TrainerAccount, service: int, start: datetime, **more: Any
) -> Reply:
    body = {"serviceId": service, "startsAt": written(start), **more}
    return member.call(book_session, id=trainer.trainer_id, body=body)


def booked(
    member: Member, trainer: TrainerAccount, service: int, start: datetime, **more: Any
) -> int:
    """The id of a booking that was made."""
    reply = book(member, trainer, service, start, **more)
    assert reply.status == 201, reply.text
    return int(reply.data["booking"]["id"])


def open_starts(member: Member, trainer: TrainerAccount, day: int) -> list[str]:
    """The hours of a day at which a session can be booked."""
    query = {"from": f"{in_days(day)}", "to": f"{in_days(day)}", "timezone": "UTC"}
    reply = member.call(list_open_slots, id=trainer.trainer_id, query=query)
    return [slot["localTime"] for slot in reply.data["slots"]]
