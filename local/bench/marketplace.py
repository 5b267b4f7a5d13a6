"""A brand with trainers and members on DynamoDB Local, for what is measured of bookings."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from local.dynamodb_local import running

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.dynamodb.table import Table

TENANT = 5
MADE = datetime(2026, 1, 1, tzinfo=UTC)
SERVICE = 1
OPENS, CLOSES, LENGTH = 6 * 60, 22 * 60, 15


@contextmanager
def market(client: Any = None) -> Iterator["Table"]:
    """An empty table. `client`: makes another client of the emulator's."""
    from stvos.dynamodb.table import Table

    with running() as emulator:
        name = f"market-{secrets.token_hex(4)}"
        emulator.create_table(name)
        made = emulator.client()
        yield Table(name, client(made) if client else made)


def add_trainer(table: "Table", trainer_id: int, zone: str) -> None:
    """A trainer who works each day from six to ten, in sessions of a quarter of an hour."""
    from stvos.catalogue.models import Trainer
    from stvos.dynamodb.keys import ClientId, Keys
    from stvos.dynamodb.table import put
    from stvos.trainers.models import WEEKDAYS, BookingRules, Schedule, Service, WeeklyHours
    from stvos.trainers.repository import ScheduleRepository

    trainer = Trainer(
        id=trainer_id, name="Tara Trainer", timezone=zone, created_at=MADE, updated_at=MADE
    )
    key = Keys(ClientId(TENANT)).content_trainer(trainer_id)
    table.write(put(key, trainer.to_item() | {"type": "trainer"}))
    service = Service.model_validate(
        {"id": SERVICE, "name": "Talk", "duration": LENGTH, "price": "20", "currency": "EUR"}
    )
    after = Schedule(
        trainer_id=trainer_id,
        weekly=tuple(WeeklyHours(day=day, start=OPENS, end=CLOSES) for day in WEEKDAYS),
        rules=BookingRules(min_notice_hours=0, horizon_days=365, increment=LENGTH),
        services=(service,),
        updated_at=MADE,
    )
    ScheduleRepository(table, ClientId(TENANT)).replace(Schedule(trainer_id=trainer_id), after)


def add_member(table: "Table", user_id: int) -> "Account":
    from stvos.accounts.models import Account
    from stvos.dynamodb.keys import ClientId, Keys, UserId
    from stvos.dynamodb.table import put

    account = Account(
        id=user_id,
        client_id=TENANT,
        email=f"{user_id}@example.com",
        name="Mia Member",
        password_hash="-",  # noqa: S106
        created_at=MADE,
    )
    key = Keys(ClientId(TENANT)).user(UserId(user_id))
    table.write(put(key, account.to_item() | {"type": "account"}))
    return account
