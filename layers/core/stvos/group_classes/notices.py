"""Mails about seats in group classes: messages that are stored with the change they are about.

A message names accounts and trainers, not addresses and names: these, and the time zone, are those
of the moment in which the mail is sent.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Write
from stvos.group_classes.models import GroupClass


class ClassMail(StrEnum):
    """The mails that a member gets about a class, by their templates."""

    CONFIRMED = "class_confirmed"
    PROMOTED = "class_promoted"
    GIVEN_UP = "class_given_up"
    MOVED = "class_moved"
    MOVED_AWAY = "class_moved_away"
    WAIT_MOVED = "class_wait_moved"
    CANCELLED = "class_cancelled"
    WAIT_ENDED = "class_wait_ended"
    DAY_REMINDER = "class_day_reminder"
    HOUR_REMINDER = "class_hour_reminder"


def sequence_of(group_class: GroupClass, seat_version: int) -> int:
    """The number of the change by which class and seat became what they are: calendars keep the
    state with the highest.
    """
    return group_class.version + seat_version


def to_member(
    mail: ClassMail, group_class: GroupClass, user_id: int, seat_version: int, now: datetime
) -> Write:
    """The message about a member's seat, in the version that it has then."""
    content: dict[str, Any] = {
        "template": mail.value,
        "to_user": user_id,
        "client_id": group_class.client_id,
        "class_id": group_class.id,
        "trainer_id": group_class.trainer_id,
        "sequence": sequence_of(group_class, seat_version),
        "changed_at": now.isoformat(),
        "class_name": group_class.name,
        "starts_at": group_class.starts_at.isoformat(),
        "ends_at": group_class.ends_at.isoformat(),
        "reason": group_class.reason,
    }
    return message(ClientId(group_class.client_id), Work.MAIL, content, now)
