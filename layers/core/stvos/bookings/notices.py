"""Mails about bookings: messages that are stored with the change they are about.

A message names accounts, not addresses: a reader's address, the names and a member's time zone are
those of the moment in which the mail is sent. A trainer's zone is the one of their hours.
"""

from datetime import datetime
from typing import Any

from stvos.bookings.models import Booking, Party
from stvos.catalogue.models import Trainer
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Write


def to_member(template: str, booking: Booking, trainer: Trainer, now: datetime) -> Write:
    return _message(template, booking.user_id, Party.MEMBER, booking, trainer, now)


def to_trainer(
    template: str, booking: Booking, trainer: Trainer, now: datetime
) -> tuple[Write, ...]:
    """None where no account manages the trainer."""
    if trainer.user_id is None:
        return ()
    more = {"member_id": booking.user_id, "timezone": trainer.timezone}
    return (_message(template, trainer.user_id, Party.TRAINER, booking, trainer, now, **more),)


def to_both(template: str, booking: Booking, trainer: Trainer, now: datetime) -> tuple[Write, ...]:
    mail = to_member(template, booking, trainer, now)
    return (mail, *to_trainer(template, booking, trainer, now))


def _message(
    template: str,
    user_id: int,
    reader: Party,
    booking: Booking,
    trainer: Trainer,
    now: datetime,
    **more: Any,
) -> Write:
    content: dict[str, Any] = {
        "template": template,
        "to_user": user_id,
        "reader": reader.value,
        "client_id": booking.client_id,
        "booking_id": booking.id,
        "version": booking.version,
        "status": booking.status.value,
        "changed_at": booking.updated_at.isoformat(),
        "service": booking.service_name,
        "trainer": trainer.name,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "cancelled_by": booking.cancelled_by.value if booking.cancelled_by else None,
        "reason": booking.reason,
        **more,
    }
    return message(ClientId(booking.client_id), Work.MAIL, content, now)
