"""J1: who is doing a task of a queue, so that a task delivered twice is done once.

A claim is taken by a conditional write before the work and marked done after it. A worker that
dies in between leaves a claim that runs out, and the next delivery takes it over: whatever the
dead one had done outside this table, such as sending a mail, is then done again.
"""

from datetime import timedelta

from stvos.clock import Clock, epoch, utc_now
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Attr, Table, delete, update
from stvos.errors import Conflict
from stvos.queues.worker import NotYet, Task

# Longer than the function may run, shorter than the queue waits before it delivers again.
_LEASE = timedelta(seconds=60)
# Longer than a task can wait in its queue and its dead letters.
_KEPT = timedelta(days=20)


class TaskClaims:
    """TaskClaims on tasks, one item each."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    def take(self, task: Task) -> bool:
        """Claim a task; False when it is done already. Raises NotYet while another does it."""
        now = self._now()
        key = Keys(task.tenant).outbox_claim(task.id)
        free = Attr("pk").not_exists() | (Attr("done").not_exists() & Attr("lease").lte(epoch(now)))
        try:
            self._table.write(
                update(
                    key,
                    sets={"type": "claim", "lease": epoch(now + _LEASE)},
                    only_if=free,
                    refusal=Conflict(),
                    expires=now + _KEPT,
                )
            )
        except Conflict:
            held = self._table.find(key, consistent=True)
            if held and held.get("done"):
                return False
            raise NotYet("another worker is at it") from None
        return True

    def finish(self, task: Task) -> None:
        """Mark a claimed task as done."""
        key = Keys(task.tenant).outbox_claim(task.id)
        self._table.write(update(key, sets={"done": True}, only_if=Attr("pk").exists()))

    def forget(self, task: Task) -> None:
        """Remove the message of a finished task: it names a person, and it is not needed now."""
        self._table.write(delete(Keys(task.tenant).outbox(task.id)))
