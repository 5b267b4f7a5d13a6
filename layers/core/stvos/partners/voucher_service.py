"""Rules of creating, listing, counting and revoking vouchers."""

from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, InvalidInput, NotFound, VoucherRedeemed
from stvos.ids import new_ids
from stvos.partners.models import Staff
from stvos.partners.voucher_counts import VoucherCounts
from stvos.partners.voucher_pages import VoucherPages
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import NewVouchersBody, VouchersQuery
from stvos.partners.vouchers import Voucher, VoucherPage, VoucherState, make_code


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

    def make(self, body: NewVouchersBody) -> list[Voucher]:
        """Create vouchers with one prefix and expiry. Raises InvalidInput for a past expiry."""
        now = self._now()
        # Whole seconds, because the conditions of writes compare epoch seconds.
        expires = body.expires_at.replace(microsecond=0) if body.expires_at else None
        if expires and expires <= now:
            raise InvalidInput.at("body.expiresAt", "must be in the future")
        vouchers = [
            Voucher(
                id=voucher_id,
                client_id=self._staff.client_id,
                partner_id=self._staff.partner_id,
                code=make_code(body.prefix),
                expires_at=expires,
                created_at=now,
            )
            for voucher_id in new_ids(body.quantity)
        ]
        self._repository.add(vouchers)
        return vouchers

    def page(self, asked: VouchersQuery) -> VoucherPage:
        """A page of vouchers, by number or by cursor."""
        return VoucherPages(self._table, self._repository, self._now()).page(asked)

    def revoke(self, voucher_id: int) -> Voucher:
        """Revoke a voucher; revoking it again changes nothing. Raises VoucherRedeemed."""
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
                continue  # It was redeemed or revoked meanwhile: read it again.
            return voucher.model_copy(update={"status": VoucherState.REVOKED, "revoked_at": now})
        raise VoucherRedeemed

    def counts(self) -> VoucherCounts:
        """Exact counts at this moment, from the counters alone."""
        return self._repository.counts(self._now())
