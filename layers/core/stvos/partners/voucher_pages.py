"""The portal's list of vouchers: all by code, or those in a state; by page number or cursor."""

from dataclasses import replace
from datetime import datetime

from stvos.dynamodb.keys import Span
from stvos.dynamodb.table import Table
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.voucher_search import VoucherSearch
from stvos.partners.vouchers import MAX_DEPTH, VoucherPage
from stvos.typed_codes import read_code


class VoucherPages:
    """One partner's vouchers, a page at a time, as they are at one moment."""

    def __init__(self, table: Table, repository: VoucherRepository, now: datetime) -> None:
        self._table = table
        self._repository = repository
        self._now = now

    def page(self, asked: VouchersQuery) -> VoucherPage:
        """The requested page, by number or by cursor."""
        if text := read_code(asked.search or ""):
            return VoucherSearch(self._table, self._repository, text, self._now).page(asked)
        if asked.status:
            span = self._repository.in_state(asked.status, self._now)
        else:
            span = self._repository.by_code()
        if asked.cursor is not None:
            return self._by_cursor(span, asked)
        total = self._repository.counters.counts(self._now).of(asked.status)
        if not asked.is_within(MAX_DEPTH):
            return VoucherPage([], total, None)
        after = self._table.skip(span, asked.start) if asked.start else None
        if asked.start and after is None:
            return VoucherPage([], total, None)
        return self._page(span, asked, after, total)

    def _by_cursor(self, span: Span, asked: VouchersQuery) -> VoucherPage:
        # Active vouchers up to the cursor may have expired since: then start from the first one.
        after = asked.after(replace(span, first=""))
        if after is not None and after < span.first:
            after = None
        return self._page(span, asked, after, None)

    def _page(
        self, span: Span, asked: VouchersQuery, after: str | None, total: int | None
    ) -> VoucherPage:
        page = self._table.query(span, limit=asked.limit, after=after)
        return VoucherPage(self._repository.resolve(page.items), total, page.after)
