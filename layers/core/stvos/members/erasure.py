"""M5: the worker that removes what an erased account leaves behind.

Each step may be done twice and stop anywhere: it removes what it finds. The account's own item,
empty already, goes last; until then a message that comes again knows that there is work.
"""

from typing import Self

from aws_lambda_powertools import Logger

from stvos.accounts.models import Account
from stvos.bookings.erasure import forget_bookings
from stvos.calendars.addresses import CalendarAddresses, Owner
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import Key, Keys, UserId
from stvos.dynamodb.table import Attr, Table, delete, update
from stvos.errors import Conflict
from stvos.group_classes.erasure import forget_seats
from stvos.members.leaving import settled_at
from stvos.members.objects import MemberObjects
from stvos.onboarding.erasure import forget_session
from stvos.queues.worker import NotYet, Task

logger = Logger(service="stvos")

_BATCH_SIZE = 250


class Erasure:
    """Removes members of every client."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def erase(self, task: Task) -> None:
        """Remove a member's objects and items; raises NotYet while something may still come."""
        keys, user = Keys(task.tenant), UserId(task.content["user_id"])
        item = self._table.find(keys.user(user), consistent=True)
        account = Account.of_item(item) if item else None
        if account and account.erased_at is None:
            raise RuntimeError("asked to erase an account that lives")
        settled = account is None or self._now() >= settled_at(account)
        MemberObjects.of(task.tenant, user).remove_all()
        # Before the member's diary goes, which says what there is.
        forget_bookings(self._table, task.tenant, user, self._now)
        forget_seats(self._table, task.tenant, user, self._now)
        CalendarAddresses(self._table, Owner(task.tenant, user)).end()
        forget_session(self._table, task.tenant, user)
        self._empty(keys, user)
        if not settled:
            raise NotYet("the account's last requests may still be running")
        erased = Attr("pk").not_exists() | Attr("erased_at").exists()
        self._table.write(delete(keys.user(user), only_if=erased))
        self._close(keys, task)

    def _empty(self, keys: Keys, user: UserId) -> None:
        """Remove all items of the member's partition but the account."""
        account, after = keys.user(user), None
        while True:
            page = self._table.query(
                keys.everything_of(user), limit=_BATCH_SIZE, after=after, consistent=True
            )
            stored = [Key.of_item(item) for item in page.items]
            self._table.write_many([delete(key) for key in stored if key != account])
            if page.after is None:
                return
            after = page.after

    def _close(self, keys: Keys, task: Task) -> None:
        """Note on the receipt that all is gone, and remove the message, which names the member."""
        try:
            self._table.write(
                update(
                    keys.receipt(task.content["receipt_id"]),
                    sets={"finished_at": self._now().isoformat()},
                    only_if=Attr("pk").exists() & Attr("finished_at").not_exists(),
                    refusal=Conflict(),
                )
            )
        except Conflict:
            logger.info("erased before", receipt=task.content["receipt_id"])
        self._table.write(delete(keys.outbox(task.id)))
