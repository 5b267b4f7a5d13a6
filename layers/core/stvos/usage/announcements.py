"""What the table's stream announces of members, to be counted a little later.

The stream's function puts announcements on a queue that holds them back for `counting_delay`
seconds; what a session gains in the meantime is counted with it. The messages of one group are
handed out one after the other, so no two workers write to the same counters.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import batched
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.dynamodb.changes import UNREADABLE, Change, ChangeKind
from stvos.models import Entity
from stvos.partners.attribution import Attribution
from stvos.queues.dead_letters import set_aside
from stvos.queues.queues import GroupedQueues, QueueName, SqsQueues
from stvos.usage.counters import SHARDS
from stvos.viewing.models import Session, StreamMark

logger = Logger(service="stvos")

GROUPS = 128
"""Message groups: so many workers can count at the same time."""

# What the counting does not read of a session.
_NOT_COUNTED = {
    *("device", "position_ms", "played", "watched_ms", "seq", "put_aside_at"),
    *("announced_at", "stream_mark", "version"),
}
# A message takes a quarter of a megabyte, an announcement some 500 bytes.
_PER_MESSAGE = 100


class LogEntry(Entity):
    """An entry of a log, when it was made, and for which partner it counts."""

    id: int
    created_at: datetime
    partner: Attribution


class Announcement(Entity):
    """One change of the table that is to be counted.

    `session`: as it was then; it may have gained since. `card`: whether the membership itself
    changed. `change`: the change's number in the stream, which tells two equal ones apart.
    """

    tenant: int
    user: int
    change: str
    partner_id: int | None = None
    session: Session | None = None
    log: LogEntry | None = None
    card: bool = False

    @classmethod
    def of(cls, change: Change) -> Self | None:
        """The announcement of a change; None for one that is not counted.

        Raises KeyError, TypeError or ValueError for an item that cannot be read.
        """
        item, common = change.item, {"change": change.sequence}
        match change.type:
            case "session" if _is_to_be_counted(change):
                session = Session.of_item(_without_details(item))
                partner_id = session.partner.id if session.partner else None
                about: dict[str, Any] = {"session": session, "partner_id": partner_id}
            case "log" if change.kind is ChangeKind.INSERT and item.get("partner"):
                entry = LogEntry.of_item(item)
                about = {"log": entry, "partner_id": entry.partner.id}
            case "membership" if change.new is not None:
                about = {"card": True, "partner_id": item["partner_id"]}
            case _:
                return None
        if change.tenant is None:
            raise ValueError("a member without a tenant")
        return cls(tenant=change.tenant, user=item["user_id"], **common, **about)

    @property
    def group(self) -> int:
        """The message group: of a partner's members one for each shard of its counters."""
        counted_with = (
            f"{self.user}" if self.partner_id is None else f"{self.partner_id}#{self.user % SHARDS}"
        )
        return zlib.crc32(f"{self.tenant}#{counted_with}".encode()) % GROUPS


def message_of(announcements: Iterable[Announcement]) -> str:
    """The body of a message."""
    rows = [one.model_dump(mode="json", exclude_defaults=True) for one in announcements]
    return json.dumps({"announcements": rows}, separators=(",", ":"))


def announcements_of(body: str) -> list[Announcement]:
    """The announcements of a message's body."""
    return [Announcement.model_validate(row) for row in json.loads(body)["announcements"]]


class Announcer:
    """Follows the sessions, logs and memberships of all clients."""

    def __init__(self, queues: GroupedQueues, keep: Callable[[dict[str, Any]], None]) -> None:
        self._queues = queues
        self._keep = keep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(SqsQueues.of_stack(), set_aside)

    def follow(self, records: Iterable[dict[str, Any]]) -> list[Change]:
        """Announce what the records say. Returns the changes that must be delivered again.

        A record that cannot be read is set aside, so that it does not block those behind it.
        """
        messages = [
            (group, part)
            for group, found in self._by_group(records).items()
            for part in batched(found, _PER_MESSAGE)
        ]
        refused = self._queues.send_in_groups(
            QueueName.COUNTING,
            [message_of(one for _, one in part) for _, part in messages],
            [str(group) for group, _ in messages],
        )
        return [change for place in refused for change, _ in messages[place][1]]

    def _by_group(
        self, records: Iterable[dict[str, Any]]
    ) -> dict[int, list[tuple[Change, Announcement]]]:
        by_group: dict[int, list[tuple[Change, Announcement]]] = defaultdict(list)
        for record in records:
            try:
                change = Change.of_record(record)
                one = Announcement.of(change)
            except UNREADABLE:
                logger.exception("unreadable change of a member")
                self._keep(record)
                continue
            if one:
                by_group[one.group].append((change, one))
        return by_group


def _is_to_be_counted(change: Change) -> bool:
    """Whether a session begins or is marked; a completion alone only counts for its class."""
    if change.new is None:
        return False
    marked = change.new.get("stream_mark") == StreamMark.COUNT
    return marked or change.kind is ChangeKind.INSERT


def _without_details(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in _NOT_COUNTED}
