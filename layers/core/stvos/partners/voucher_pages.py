"""The portal's list of vouchers: by code, by the beginning of one, by state; page or cursor."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from stvos.dynamodb.keys import Span
from stvos.dynamodb.table import Item, Table, place_of
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.vouchers import Voucher, VoucherPage, VoucherState, canonical

# What one request reads past at most. Deeper pages are for the cursor, longer lists for the export.
DEEPEST = 10_000


class VoucherPages:
    """One partner's vouchers, a page at a time, as they are at one moment."""

    def __init__(self, table: Table, repository: VoucherRepository, now: datetime) -> None:
        self._table = table
        self._repository = repository
        self._now = now

    def page(self, asked: VouchersQuery) -> VoucherPage:
        """The page that is asked for by number or by cursor.

        Of a `search`, at most 10,000 codes are counted; with a `status` too, that many are looked
        at, so a page by cursor may be short of its limit before the last.
        """
        prefix = canonical(asked.search) if asked.search else ""
        if asked.status and not prefix:
            span = self._repository.in_state(asked.status, self._now)
        else:
            span = self._repository.by_code(prefix)
        wanted = asked.status if prefix else None
        if asked.cursor is not None:
            return self._by_cursor(span, asked, wanted)
        start = asked.start_within(DEEPEST, "use the cursor, or the export")
        if wanted:
            return self._cut(span, start, asked.limit, wanted)
        total = self._total(span, asked.status, prefix)
        after = self._table.skip(span, start) if start else None
        if start and after is None:
            return VoucherPage([], total, None)
        page = self._table.query(span, limit=asked.limit, after=after)
        return VoucherPage(self._repository.resolve(page.items), total, page.after)

    def _total(self, span: Span, state: VoucherState | None, prefix: str) -> int:
        if prefix:
            return self._table.count(span, most=DEEPEST)
        return self._repository.counts(self._now).of(state)

    def _cut(self, span: Span, start: int, limit: int, wanted: VoucherState) -> VoucherPage:
        """A page of those in a state among the codes that begin so."""
        items = list(islice(self._table.all(span), DEEPEST))
        found = [item for item in items if self._is(wanted, item)]
        page, after = found[start : start + limit], None
        if len(found) > start + limit:
            after = place_of(page[-1], span)
        elif len(items) == DEEPEST:
            after = place_of(items[-1], span)
        return VoucherPage(self._repository.resolve(page), len(found), after)

    def _by_cursor(
        self, span: Span, asked: VouchersQuery, wanted: VoucherState | None
    ) -> VoucherPage:
        # Active ones where the cursor stands may have expired since: then go on directly.
        after = asked.after(replace(span, first=""))
        if after is not None and after < span.first:
            after = None
        if wanted is None:
            page = self._table.query(span, limit=asked.limit, after=after)
            return VoucherPage(self._repository.resolve(page.items), None, page.after)
        found: list[Item] = []
        for read, item in enumerate(self._table.all(span, after=after), 1):
            if self._is(wanted, item):
                found.append(item)
            if len(found) == asked.limit or read == DEEPEST:
                return VoucherPage(self._repository.resolve(found), None, place_of(item, span))
        return VoucherPage(self._repository.resolve(found), None, None)

    def _is(self, wanted: VoucherState, item: Item) -> bool:
        return Voucher.of_item(item).state(self._now) is wanted
