"""Rules of handing out, showing, revoking and redeeming vouchers."""

from collections.abc import Iterator
from itertools import islice
from typing import Self

from stvos.clock import Clock, epoch, utc_now
from stvos.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    VoucherRedeemed,
)
from stvos.ids import new_ids
from stvos.keys import ClientId
from stvos.partners.models import Staff
from stvos.partners.voucher_repository import Tally, VoucherRepository
from stvos.partners.vouchers import (
    NewVouchersBody,
    Voucher,
    VouchersQuery,
    VoucherState,
    VoucherStatsAnswer,
    canonical,
    make_code,
)
from stvos.table import Table

# Deeper pages than this are for the export.
_DEEPEST = 10_000


class Vouchers:
    """One partner's vouchers, as its staff see them."""

    def __init__(self, table: Table, staff: Staff, now: Clock = utc_now) -> None:
        self._repository = VoucherRepository(table, ClientId(staff.client_id), staff.partner_id)
        self._table = table
        self._staff = staff
        self._now = now

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls(Table.of_stack(), staff)

    def make(self, wish: NewVouchersBody) -> list[Voucher]:
        """New vouchers, all with the same prefix and expiry."""
        now = self._now()
        # To the second, which is what the conditions of writes compare.
        expires = wish.expires_at.replace(microsecond=0) if wish.expires_at else None
        if expires and expires <= now:
            raise InvalidInput.at("body.expiresAt", "must lie in the future")
        vouchers = [
            Voucher(
                id=voucher_id,
                client_id=self._staff.client_id,
                partner_id=self._staff.partner_id,
                code=make_code(wish.prefix),
                expires_at=expires,
                created_at=now,
            )
            for voucher_id in new_ids(wish.quantity)
        ]
        self._repository.add(vouchers)
        return vouchers

    def page(self, asked: VouchersQuery) -> tuple[list[Voucher], int]:
        """A page of vouchers and how many there are in all of that kind."""
        start = (asked.page - 1) * asked.limit
        if start + asked.limit > _DEEPEST:
            raise InvalidInput.at("query.page", "reaches too deep; narrow it, or use the export")
        now = self._now()
        prefix = canonical(asked.search) if asked.search else ""
        if prefix and asked.status:
            found = [
                voucher
                for voucher in islice(
                    self._repository.all(self._repository.by_code(prefix)), _DEEPEST
                )
                if voucher.state(now) is asked.status
            ]
            return found[start : start + asked.limit], len(found)
        if asked.status:
            span, total = self._repository.in_state(asked.status, now), self._count(asked.status)
        else:
            span = self._repository.by_code(prefix)
            total = self._table.count(span) if prefix else sum(t.total for t in self._tallies())
        after, left = None, start
        while left > 0:
            page = self._table.query(span, limit=min(left, 1000), after=after)
            if page.after is None:
                return [], total
            after, left = page.after, left - len(page.items)
        items = self._table.query(span, limit=asked.limit, after=after).items
        return self._repository.resolve(items), total

    def every(self, state: VoucherState | None) -> Iterator[Voucher]:
        """All vouchers, or those in a state, however many."""
        now = self._now()
        span = self._repository.in_state(state, now) if state else self._repository.by_code()
        return self._repository.all(span)

    def revoke(self, voucher_id: int) -> Voucher:
        """End a voucher nobody has redeemed. Revoking it again is fine."""
        for _ in range(2):
            voucher = self._repository.get(voucher_id)
            if voucher is None:
                raise NotFound
            if voucher.status is VoucherState.REDEEMED:
                raise VoucherRedeemed
            if voucher.status is VoucherState.REVOKED:
                return voucher
            now = self._now()
            try:
                self._repository.revoke(voucher, now)
            except Conflict:
                continue  # It was redeemed or revoked just now: look again.
            return voucher.model_copy(update={"status": VoucherState.REVOKED, "revoked_at": now})
        raise VoucherRedeemed

    def stats(self) -> VoucherStatsAnswer:
        """Exact counts at this moment, from the tallies alone."""
        total = sum(tally.total for tally in self._tallies())
        redeemed = self._count(VoucherState.REDEEMED)
        return VoucherStatsAnswer(
            total=total,
            active=self._count(VoucherState.ACTIVE),
            redeemed=redeemed,
            expired=self._count(VoucherState.EXPIRED),
            revoked=self._count(VoucherState.REVOKED),
            redemption_rate=round(redeemed / total, 4) if total else 0.0,
        )

    def _tallies(self) -> list[Tally]:
        if not hasattr(self, "_counted"):
            self._counted = self._repository.tallies()
        return self._counted

    def _count(self, state: VoucherState) -> int:
        now = epoch(self._now())
        match state:
            case VoucherState.REDEEMED:
                return sum(tally.redeemed for tally in self._tallies())
            case VoucherState.REVOKED:
                return sum(tally.revoked for tally in self._tallies())
            case _:
                lapsed = state is VoucherState.EXPIRED
                return sum(
                    tally.open
                    for tally in self._tallies()
                    if (tally.expires is not None and tally.expires <= now) == lapsed
                )
