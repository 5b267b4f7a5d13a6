"""DynamoDB access patterns J2 and J3 of docs/data-model.md: addresses a brand mails no more.

An address that does not exist rests for a while, one whose owner complained for good.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, update
from stvos.errors import Conflict
from stvos.identity.mail_codes import mail_hash

RESTS = timedelta(days=30)
"""How long a bounced address is not mailed: mailboxes are made again, domains come back."""


class Reason(StrEnum):
    """Why an address is suppressed."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class Suppressions:
    """One brand's. The tenant is fixed here: what one brand's mail did stops no other's."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def add(self, address: str, reason: Reason, at: datetime) -> None:
        """J2: suppress an address. Repeated, late or out of order, the strongest reason stays and
        the latest bounce counts.
        """
        key = self._keys.mail_suppression(mail_hash(address.lower()))
        facts = {"type": "mail_suppression", "reason": reason.value, "at": epoch(at)}
        if reason is Reason.COMPLAINT:
            self._table.write(update(key, sets=facts, removes=["expires"]))
            return
        weaker = Attr("reason").eq(Reason.BOUNCE.value) & Attr("at").lte(epoch(at))
        with suppress(Conflict):
            self._table.write(
                update(
                    key,
                    sets=facts,
                    only_if=Attr("pk").not_exists() | weaker,
                    refusal=Conflict(),
                    expires=at + RESTS,
                )
            )

    def allowed(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """J3: those of the addresses that may be mailed."""
        return tuple(one for one in addresses if not self._is_suppressed(one))

    def _is_suppressed(self, address: str) -> bool:
        key = self._keys.mail_suppression(mail_hash(address.lower()))
        return self._table.find(key) is not None
