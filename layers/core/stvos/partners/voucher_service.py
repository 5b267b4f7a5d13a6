"""Rules of creating, listing, counting and revoking vouchers."""

from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, InvalidInput, NotFound, VoucherRedeemed
from stvos.exports.sheets import Order
from stvos.ids import new_ids
from stvos.partners.models import Partner, Staff
from stvos.partners.repository import PartnerRepository
from stvos.partners.voucher_counts import VoucherCounts
from stvos.partners.voucher_pages import VoucherPages
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import NewVouchersBody, VoucherExportQuery, VouchersQuery
from stvos.partners.voucher_sheet import REDEMPTIONS, VOUCHERS
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
        expires = body.expiry(self._zone()) if body.expires_at else None
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

    def _zone(self) -> str:
        return self._partner().billing.timezone

    def _partner(self) -> Partner:
        tenant = ClientId(self._staff.client_id)
        return PartnerRepository(self._table, tenant).require(self._staff.partner_id)

    def page(self, asked: VouchersQuery) -> VoucherPage:
        """A page of vouchers, by number or by cursor. When one was redeemed, which is when a single
        person joined, is not for a partner that sees its members in groups only.
        """
        page = VoucherPages(self._table, self._repository, self._now()).page(asked)
        if not any(voucher.redeemed_at for voucher in page.vouchers):
            return page
        return page.without_redemptions() if self._partner().is_aggregate else page

    def export_order(self, asked: VoucherExportQuery) -> Order:
        """The order of the vouchers as a spreadsheet, by the same rule."""
        more = {REDEMPTIONS: "hidden"} if self._partner().is_aggregate else {}
        return Order.of(self._staff.client_id, self._staff.partner_id, VOUCHERS, asked, **more)

    def revoke(self, voucher_id: int) -> Voucher:
        """Revoke a voucher; revoking it again changes nothing. Raises VoucherRedeemed."""
        for _ in range(2):
            voucher = self._repository.find(voucher_id)
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
        return self._repository.counters.counts(self._now())
