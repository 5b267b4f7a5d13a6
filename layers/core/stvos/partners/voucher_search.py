"""The portal's search for vouchers by the beginning of a code or of one of its groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import batched, islice

from stvos.dynamodb.table import Table, place_of
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.vouchers import MAX_DEPTH, CodeGroup, Voucher, VoucherPage
from stvos.typed_codes import read_code

# Where each voucher's state must be looked at, many are read at a time.
_READ_AHEAD = 1_000


@dataclass(frozen=True, slots=True)
class Match:
    """A voucher that was found, and the sort key to go on after."""

    place: str
    voucher: Voucher


class VoucherSearch:
    """What a text finds: first the vouchers whose code begins with it, by code; then those of which
    a later group does, by that group. Each is found once.

    Later groups are those of the last 1.5 million codes made by the 500, of 30,000 made one by one.
    A search counts at most 10,000 vouchers. With a `status` too, each request reads at most that
    many, so a page by cursor may have fewer vouchers than its limit and not be the last.
    """

    def __init__(
        self, table: Table, repository: VoucherRepository, text: str, now: datetime
    ) -> None:
        """`text`: as codes are compared, not empty."""
        self._table = table
        self._repository = repository
        self._text = text
        self._codes = repository.by_code(text)
        self._now = now

    def holds(self, sk: str) -> bool:
        """Whether a sort key is one of this search's results; a cursor that is not is refused."""
        return self._codes.holds(sk) or sk.startswith(f"+{self._text}")

    def page(self, asked: VouchersQuery) -> VoucherPage:
        if asked.cursor is not None:
            return self._page_after(asked.after(self), asked, None)
        if asked.status:
            return self._filtered(asked)
        in_codes = self._table.count(self._codes, most=MAX_DEPTH)
        total = min(in_codes + len(self._groups), MAX_DEPTH)
        if asked.start >= total or not asked.is_within(MAX_DEPTH):
            return VoucherPage([], total, None)
        return self._page_after(self._place_before(asked.start, in_codes), asked, total)

    def _page_after(
        self, after: str | None, asked: VouchersQuery, total: int | None
    ) -> VoucherPage:
        read_ahead = _READ_AHEAD if asked.status else asked.limit + 1
        found: list[Match] = []
        for number, match in enumerate(self._matches(after, read_ahead), 1):
            if self._is_wanted(match, asked):
                found.append(match)
            if len(found) > asked.limit:
                return _page(found[: asked.limit], total, found[asked.limit - 1].place)
            if number == MAX_DEPTH:
                return _page(found, total, match.place)
        return _page(found, total, None)

    def _filtered(self, asked: VouchersQuery) -> VoucherPage:
        matches = list(islice(self._matches(None, _READ_AHEAD), MAX_DEPTH))
        wanted = [match for match in matches if self._is_wanted(match, asked)]
        shown, after = asked.cut(wanted), None
        if shown and len(wanted) > asked.start + asked.limit:
            after = shown[-1].place
        elif len(matches) == MAX_DEPTH:
            after = matches[-1].place
        return _page(shown, len(wanted), after)

    def _is_wanted(self, match: Match, asked: VouchersQuery) -> bool:
        return asked.status in {None, match.voucher.state(self._now)}

    def _place_before(self, start: int, in_codes: int) -> str | None:
        """The sort key behind the first `start` vouchers."""
        if start < in_codes:
            return self._table.skip(self._codes, start) if start else None
        skipped = start - in_codes
        return _place(self._groups[skipped - 1]) if skipped else f"+{self._text}"

    # ------------------------------------------------------------

    def _matches(self, after: str | None, read_ahead: int) -> Iterator[Match]:
        if after is None or self._codes.holds(after):
            yield from self._matches_by_code(after, read_ahead)
            after = None
        following = [group for group in self._groups if after is None or _place(group) > after]
        for groups in batched(following, min(read_ahead, 100), strict=False):
            places = {group.voucher_id: _place(group) for group in groups}
            for voucher in self._repository.by_ids(places):
                yield Match(places[voucher.id], voucher)

    def _matches_by_code(self, after: str | None, read_ahead: int) -> Iterator[Match]:
        while True:
            page = self._table.query(self._codes, limit=read_ahead, after=after)
            for item in page.items:
                yield Match(place_of(item, self._codes), Voucher.of_item(item))
            if page.after is None:
                return
            after = page.after

    @cached_property
    def _groups(self) -> list[CodeGroup]:
        """The first group that begins so of each code that does not begin so itself, in order."""
        found: dict[int, CodeGroup] = {}
        for group in sorted(self._repository.by_group(self._text), key=_place):
            if not read_code(group.code).startswith(self._text):
                found.setdefault(group.voucher_id, group)
        return list(found.values())


def _place(group: CodeGroup) -> str:
    """Where a group is in the order of groups, which comes after that of codes."""
    return f"+{group.rest}+{group.voucher_id}"


def _page(matches: list[Match], total: int | None, after: str | None) -> VoucherPage:
    return VoucherPage([match.voucher for match in matches], total, after)
