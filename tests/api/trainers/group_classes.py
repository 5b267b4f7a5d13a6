"""Group classes of the tests."""

from datetime import datetime
from typing import Any

from tests.api.trainers.bookings import written
from tests.api.trainers.world import TrainerAccount
from tests.world import Reply
from trainer_portal import create_group_class


def class_body(start: datetime, **fields: Any) -> dict[str, Any]:
    """A class of an hour with ten seats, unless `fields` say otherwise."""
    body = {
        "name": "Morning Flow",
        "startsAt": written(start),
        "duration": 60,
        "capacity": 10,
        "price": 12.5,
        "currency": "GBP",
    }
    return body | fields


def create(trainer: TrainerAccount, start: datetime, **fields: Any) -> Reply:
    """Make a class as `class_body` has it."""
    return trainer.call(create_group_class, body=class_body(start, **fields))


def created(trainer: TrainerAccount, start: datetime, **fields: Any) -> int:
    """The id of a class that was made."""
    reply = create(trainer, start, **fields)
    assert reply.status == 201, reply.text
    return int(reply.data["groupClass"]["id"])
