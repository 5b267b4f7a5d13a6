"""DynamoDB access pattern U6 of docs/data-model.md: how a membership begins, changes and ends.

Each method returns writes for the transaction that creates, changes or deletes the account, so that
no membership exists without an account and no list shows a member who left.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from stvos.clock import day_of, week_of
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Table, Write, delete, put, update
from stvos.errors import AlreadyMember, Conflict
from stvos.months import Month
from stvos.partners.attribution import attribution_of
from stvos.usage.counters import PartnerCounters
from stvos.usage.list_positions import ListPositions
from stvos.usage.models import MemberUse

if TYPE_CHECKING:
    from stvos.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Joining:
    """How a membership begins. `zone`: the partner's time zone."""

    partner_id: int
    zone: str
    voucher_id: int
    voucher_code: str


class Memberships:
    """The memberships of one client's accounts."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def begin(self, account: "Account", by: Joining, now: datetime) -> tuple[Write, ...]:
        """U6: the writes that make a new account a partner's member; the stream counts it later."""
        return self._begin(account, by, now, None)

    def begin_again(self, account: "Account", by: Joining, now: datetime) -> tuple[Write, ...]:
        """U6: the same for an account that may have been a member before. Its figures begin anew.

        What it did earlier in this week and month is counted for the partner before; the days and
        the month are forgotten here, so that they can be active ones of the new partner too. Raises
        AlreadyMember for one that is a member, and the writes Conflict where figures of before were
        counted meanwhile.
        """
        user = UserId(account.id)
        item = self._table.find(self._keys.use_of_member(user), consistent=True)
        former = MemberUse.of_item(item) if item else None
        if former and former.left_at is None:
            raise AlreadyMember
        day = day_of(now, by.zone)
        counted = (
            *(self._keys.member_day(user, other) for other in week_of(day)),
            self._keys.member_month(user, str(Month.of(day))),
        )
        forgotten = tuple(delete(key) for key in counted) if former else ()
        return (*self._begin(account, by, now, former), *forgotten)

    def is_own(self, user: UserId) -> bool:
        """Whether this very request began the membership when it came before."""
        item = self._table.find(self._keys.membership(user), consistent=True)
        return item is not None and is_own(item["writer"])

    def _begin(
        self, account: "Account", by: Joining, now: datetime, former: MemberUse | None
    ) -> tuple[Write, ...]:
        user = UserId(account.id)
        membership = {
            "type": "membership",
            "user_id": user,
            "client_id": self._tenant,
            "partner_id": by.partner_id,
            "voucher_id": by.voucher_id,
            "voucher_code": by.voucher_code,
            "name": account.name,
            "email": account.email,
            "joined_at": now.isoformat(),
        }
        use = MemberUse(
            user_id=user,
            partner_id=by.partner_id,
            joined_at=now,
            joined_day=day_of(now, by.zone),
            version=former.version + 1 if former else 1,
        )
        unless_counted = (
            Attr("version").eq(former.version) & Attr("left_at").exists()
            if former
            else Attr("pk").not_exists()
        )
        return (
            put(
                self._keys.membership(user),
                membership,
                unless_exists=AlreadyMember(),
                index=self._keys.membership_in_list(by.partner_id, user),
            ),
            put(
                self._keys.use_of_member(user),
                use.to_item() | {"type": "member_use"},
                only_if=unless_counted,
                refusal=Conflict(),
            ),
        )

    def rename(self, user: UserId, name: str) -> Write:
        """U6: the write that changes the name on a member's card."""
        return update(
            self._keys.membership(user),
            sets={"name": name},
            only_if=Attr("pk").exists(),
            refusal=Conflict(),
        )

    def end(self, account: "Account", now: datetime) -> tuple[Write, ...]:
        """U6: the writes that end an account's membership; none when it has none.

        They raise Conflict when the membership changed meanwhile: then ask for new ones.
        """
        if account.partner_id is None:
            return ()
        user = UserId(account.id)
        item = self._table.find(self._keys.use_of_member(user), consistent=True)
        if item is None or "left_at" in item:
            return ()
        use = MemberUse.of_item(item)
        attribution = attribution_of(self._table, self._tenant, use.partner_id)
        left_on = day_of(now, attribution.zone if attribution else "UTC")
        counters = PartnerCounters(self._table, self._tenant, use.partner_id)
        # What the stream has not counted yet is counted here: after an erasure nothing could.
        ended = use.model_copy(update={"left_at": now, "counted": True, "version": use.version + 1})
        return (
            put(
                self._keys.use_of_member(user),
                ended.to_item() | {"type": "member_use"},
                only_if=Attr("version").eq(use.version),
                refusal=Conflict(),
            ),
            delete(self._keys.membership(user)),
            *ListPositions(self._tenant, use.partner_id, user).removal(use.listed_words),
            *counters.left(use, left_on),
        )
