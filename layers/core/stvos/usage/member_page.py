"""One member as the partner sees them, and the end of a membership."""

from datetime import date
from typing import Self

from stvos.accounts.models import Account
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb import tombstones
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, put, update
from stvos.errors import Conflict, NotFound
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.usage.answers import MemberDetail, MemberStatsAnswer, ViewingAnswer
from stvos.usage.member_rows import MemberRows
from stvos.usage.memberships import Memberships
from stvos.usage.models import MemberDay, MemberUse
from stvos.usage.suppression import require_detailed

_HISTORY_DAYS = 60
_HISTORY_ROWS = 100
_TRIES = 5


class PartnerMember:
    """One member of a partner."""

    def __init__(self, table: Table, partner: Partner, user: UserId, now: Clock = utc_now) -> None:
        self._table = table
        self._tenant = ClientId(partner.client_id)
        self._keys = Keys(self._tenant)
        self._partner = partner
        self._user = user
        self._tombstone = self._keys.membership_tombstone(user)
        self._now = now

    @classmethod
    def of(cls, staff: Staff, user: int) -> Self:
        table = Table.of_stack()
        partners = PartnerRepository(table, ClientId(staff.client_id))
        return cls(table, partners.require(staff.partner_id), UserId(user))

    def show(self) -> MemberDetail:
        """The member with what they watched. Raises NotFound for another partner's member, and
        Forbidden for a partner that sees its members in groups only.
        """
        require_detailed(self._partner)
        keys = [self._keys.membership(self._user), self._keys.use_of_member(self._user)]
        card, item = self._table.find_many(keys, consistent=True)
        if card is None or item is None or card["partner_id"] != self._partner.id:
            raise NotFound
        use = MemberUse.of_item(item)
        today = day_of(self._now(), self._partner.billing.timezone)
        row = MemberRows(self._table, self._partner, today).row(card, use)
        return MemberDetail(
            **dict(row),
            viewing_history=self._history(use.joined_day),
            stats=MemberStatsAnswer(
                watch_time_minutes=use.watched_minutes,
                classes_started=use.plays,
                classes_watched=use.completions,
                active_days=use.active_days,
            ),
        )

    def _history(self, since: date) -> list[ViewingAnswer]:
        """U7: what was watched since the member joined, latest day first."""
        span = self._keys.member_days(self._user)
        days = self._table.query(span, limit=_HISTORY_DAYS, forward=False).items
        rows = [
            ViewingAnswer(
                class_name=viewed.class_name,
                date=day.day,
                minutes=viewed.watched_ms // 60_000,
                completed=viewed.completed,
            )
            for day in map(MemberDay.of_item, days)
            if day.day >= since
            for _, viewed in sorted(day.sessions.items(), reverse=True)
        ]
        return rows[:_HISTORY_ROWS]

    def remove(self) -> None:
        """End the membership; the account stays with the client. Raises NotFound without one, and
        Forbidden for a partner that sees its members in groups only: whether a number is a
        member's, and what the counts are without them, would tell about a single one.
        """
        require_detailed(self._partner)
        for _ in range(_TRIES):
            item = self._table.find(self._keys.user(self._user), consistent=True)
            account = Account.of_item(item) if item and "erased_at" not in item else None
            if account is None or account.partner_id != self._partner.id:
                return tombstones.require_own(self._table, self._tombstone)
            try:
                return self._end(account)
            except Conflict:
                continue  # The stream counted activity of the member meanwhile.
        raise Conflict("This member's membership changes too often at the moment; try again.")

    def _end(self, account: Account) -> None:
        now = self._now()
        self._table.transact(
            put(
                self._tombstone,
                {"type": "membership_gone", "partner_id": self._partner.id},
                only_if=Attr("pk").not_exists() | Attr("partner_id").ne(self._partner.id),
                refusal=NotFound(),
                expires=now + tombstones.KEPT,
            ),
            update(
                self._keys.user(self._user),
                removes=("partner_id",),
                only_if=Attr("partner_id").eq(self._partner.id),
                refusal=NotFound(),
            ),
            *Memberships(self._table, self._tenant).end(account, now),
        )
