"""A partner's vouchers as a spreadsheet: all of them, or those in a state."""

from collections.abc import Iterator
from datetime import datetime

from stvos.dynamodb.table import Table
from stvos.exports.csv_files import CsvRow
from stvos.exports.sheets import Order, Sheet, SheetKind
from stvos.partners.voucher_repository import VoucherRepository
from stvos.partners.vouchers import VoucherState

REDEMPTIONS = "redemptions"
"""The filter that, whatever its value, leaves out when vouchers were redeemed."""
_COLUMNS = ("code", "status", "expires_at", "created_at", "redeemed_at")


def voucher_sheet(table: Table, order: Order, now: datetime) -> Sheet:
    """All by code, or those in the filter's `status` by expiry; states are those at `now`."""
    vouchers = VoucherRepository(table, order.tenant, order.partner_id)
    status = order.filters.get("status")
    state = VoucherState(status) if status else None
    columns = _COLUMNS[:-1] if order.filters.get(REDEMPTIONS) else _COLUMNS
    rows = (row[: len(columns)] for row in _rows(vouchers, state, now))
    return Sheet(columns, vouchers.counters.counts(now).of(state), rows)


def _rows(
    vouchers: VoucherRepository, state: VoucherState | None, now: datetime
) -> Iterator[CsvRow]:
    span = vouchers.in_state(state, now) if state else vouchers.by_code()
    for voucher in vouchers.all(span):
        is_now = voucher.state(now)
        # The index is eventually consistent: skip what has just left the state.
        if state in {None, is_now}:
            times = voucher.expires_at, voucher.created_at, voucher.redeemed_at
            yield voucher.code, is_now, *times


VOUCHERS = SheetKind("vouchers", voucher_sheet)
