"""Mails about seats in group classes: messages that are stored with the change they are about.

A message names an account, not an address: address, name and time zone are those of the moment in
which the mail is sent.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ClassNotices:
    """What is mailed about one class as it is now. `trainer`: the trainer's name."""

    group_class: GroupClass
    trainer: str

    def to(
        self, user_id: int, mail: ClassMail, sequence: int, now: datetime, reason: str = ""
    ) -> Write:
        """The message to a member. `sequence`: of the change, as calendars count it."""
        group_class = self.group_class
        content: dict[str, Any] = {
            "template": mail.value,
            "to_user": user_id,
            "client_id": group_class.client_id,
            "class_id": group_class.id,
            "sequence": sequence,
            "changed_at": now.isoformat(),
            "class_name": group_class.name,
            "trainer": self.trainer,
            "starts_at": group_class.starts_at.isoformat(),
            "ends_at": group_class.ends_at.isoformat(),
            "reason": reason,
        }
        return message(ClientId(group_class.client_id), Work.MAIL, content, now)
