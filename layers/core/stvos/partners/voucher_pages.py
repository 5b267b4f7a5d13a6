"""The portal's list of vouchers by code, code prefix or state; by page number or cursor."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from stvos.dynamodb.keys import Span
from stvos.dynamodb.table import Item, Table, place_of
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.vouchers import Voucher, VoucherPage, VoucherState, canonical

# The most vouchers that one request reads. Deeper pages need the cursor, longer lists the export.
MAX_DEPTH = 10_000


class VoucherPages:
    """One partner's vouchers, a page at a time, as they are at one moment."""

    def __init__(self, table: Table, repository: VoucherRepository, now: datetime) -> None:
        self._table = table
        self._repository = repository
        self._now = now

    def page(self, asked: VouchersQuery) -> VoucherPage:
        """The requested page, by number or by cursor.

        A `search` counts at most 10,000 codes. With a `status` too, each request reads at most
        that many, so a page by cursor may have fewer vouchers than its limit and not be the last.
        """
        prefix = canonical(asked.search) if asked.search else ""
        if asked.status and not prefix:
            span = self._repository.in_state(asked.status, self._now)
        else:
            span = self._repository.by_code(prefix)
        wanted = asked.status if prefix else None
        if asked.cursor is not None:
            return self._by_cursor(span, asked, wanted)
        start = asked.start_within(MAX_DEPTH, "use the cursor, or the export")
        if wanted:
            return self._filtered(span, start, asked.limit, wanted)
        total = self._total(span, asked.status, prefix)
        after = self._table.skip(span, start) if start else None
        if start and after is None:
            return VoucherPage([], total, None)
        page = self._table.query(span, limit=asked.limit, after=after)
        return VoucherPage(self._repository.resolve(page.items), total, page.after)

    def _total(self, span: Span, state: VoucherState | None, prefix: str) -> int:
        if prefix:
            return self._table.count(span, most=MAX_DEPTH)
        return self._repository.counts(self._now).of(state)

    def _filtered(self, span: Span, start: int, limit: int, wanted: VoucherState) -> VoucherPage:
        """A page of the vouchers that have a code prefix and are in a state."""
        items = list(islice(self._table.all(span), MAX_DEPTH))
        matching = [item for item in items if self._is(wanted, item)]
        page, after = matching[start : start + limit], None
        if len(matching) > start + limit:
            after = place_of(page[-1], span)
        elif len(items) == MAX_DEPTH:
            after = place_of(items[-1], span)
        return VoucherPage(self._repository.resolve(page), len(matching), after)

    def _by_cursor(
        self, span: Span, asked: VouchersQuery, wanted: VoucherState | None
    ) -> VoucherPage:
        # Active vouchers up to the cursor may have expired since: then start from the first one.
        after = asked.after(replace(span, first=""))
        if after is not None and after < span.first:
            after = None
        if wanted is None:
            page = self._table.query(span, limit=asked.limit, after=after)
            return VoucherPage(self._repository.resolve(page.items), None, page.after)
        matching: list[Item] = []
        for read, item in enumerate(self._table.all(span, after=after), 1):
            if self._is(wanted, item):
                matching.append(item)
            if len(matching) == asked.limit or read == MAX_DEPTH:
                return VoucherPage(self._repository.resolve(matching), None, place_of(item, span))
        return VoucherPage(self._repository.resolve(matching), None, None)

    def _is(self, wanted: VoucherState, item: Item) -> bool:
        return Voucher.of_item(item).state(self._now) is wanted
