"""DynamoDB access patterns W10 to W16 of docs/data-model.md: vouchers and their counts."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Directory, IndexKey, Key, Keys, Span
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict, InvalidVoucher, StvosError
from stvos.partners.voucher_counts import VoucherCounts, VoucherTotals
from stvos.partners.vouchers import Voucher, VoucherState, canonical

# 49 vouchers are 98 items and their counter is the 99th; a transaction holds 100.
_BATCH_SIZE = 49
# Vouchers of one batch are redeemed in bursts; a single counter would make them conflict.
_SHARDS = 8


def find_voucher(table: Table, code: str) -> Voucher | None:
    """W10: the voucher of a code, of any tenant: the code leads to the tenant.

    Every code costs two reads, so that the duration does not tell an unknown code from a redeemed
    one.
    """
    entry = table.get(Directory.voucher(canonical(code)), consistent=True)
    item = table.get(_voucher_key(entry), consistent=True)
    return Voucher.of_item(item) if item else None


def _voucher_key(entry: Item | None) -> Key:
    """The key of a code's voucher; for an unknown code, a key under which nothing is stored."""
    if entry is None:
        return Directory.no_voucher()
    return Keys(ClientId(entry["client_id"])).voucher(entry["voucher_id"])


class VoucherRepository:
    """One partner's vouchers."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._partner = partner_id

    def add(self, vouchers: list[Voucher]) -> None:
        """W11: store vouchers with their codes and counters, 49 in each transaction.

        The partner is marked first, so that it cannot be removed at the same time.
        """
        self._table.write(
            update(
                self._keys.partner(self._partner),
                sets={"has_vouchers": True},
                only_if=Attr("pk").exists(),
                refusal=Conflict(),
            )
        )
        for start in range(0, len(vouchers), _BATCH_SIZE):
            part = vouchers[start : start + _BATCH_SIZE]
            writes = [write for voucher in part for write in self._puts(voucher)]
            count = update(
                self._counter_key(part[0]),
                adds={"total": len(part)},
                sets=self._counter_fields(part[0]),
            )
            self._table.transact(*writes, count)

    def get(self, voucher_id: int) -> Voucher | None:
        """W12: one voucher; another partner's is not there."""
        item = self._table.get(self._keys.voucher(voucher_id), consistent=True)
        voucher = Voucher.of_item(item) if item else None
        return voucher if voucher and voucher.partner_id == self._partner else None

    def revoke(self, voucher: Voucher, now: datetime) -> None:
        """W13: revoke a voucher; raises Conflict when it has just been redeemed."""
        self._table.transact(
            *self._end(voucher, VoucherState.REVOKED, now, Attr("status").eq("active"), Conflict())
        )

    def redeeming(self, voucher: Voucher, now: datetime) -> tuple[Write, ...]:
        """W14: the writes that redeem a voucher, for the transaction that stores the account.

        Raises InvalidVoucher when it was redeemed or revoked meanwhile, or has expired; TTL is not
        relied on.
        """
        return self._end(
            voucher,
            VoucherState.REDEEMED,
            now,
            Attr("status").eq("active")
            & (Attr("expires_epoch").not_exists() | Attr("expires_epoch").gt(epoch(now))),
            InvalidVoucher(),
        )

    def by_code(self, prefix: str = "") -> Span:
        """W15: all vouchers, or those with a code prefix, ordered by code."""
        return self._keys.vouchers_by_code(self._partner, prefix)

    def in_state(self, state: VoucherState, now: datetime) -> Span:
        """W15: the vouchers in a state; active and expired ones ordered by expiry."""
        return self._keys.vouchers_in_state(self._partner, state.value, epoch(now))

    def resolve(self, items: Iterable[dict[str, Any]]) -> list[Voucher]:
        """W15: the vouchers of index items. By code these are whole; by state they are only ids."""
        index_items = list(items)
        if all("code" in item for item in index_items):
            return [Voucher.of_item(item) for item in index_items]
        keys = [self._keys.voucher(item["voucher_id"]) for item in index_items]
        return [Voucher.of_item(item) for item in self._table.get_many(keys) if item]

    def all(self, span: Span) -> Iterator[Voucher]:
        """W15: every voucher of a span, read page by page."""
        after: str | None = None
        while True:
            page = self._table.query(span, limit=1000, after=after)
            yield from self.resolve(page.items)
            if page.after is None:
                return
            after = page.after

    def counts(self, now: datetime) -> VoucherCounts:
        """W16: the counts, one row for each expiry that the partner chose."""
        sums: dict[int | None, list[int]] = {}
        for item in self._table.all(self._keys.voucher_counters(self._partner), consistent=True):
            row = sums.setdefault(item.get("expires_epoch"), [0, 0, 0])
            for column, name in enumerate(("total", "redeemed", "revoked")):
                row[column] += item.get(name, 0)
        return VoucherCounts(
            [VoucherTotals(expires, *row) for expires, row in sums.items()], epoch(now)
        )

    # ------------------------------------------------------------

    def _puts(self, voucher: Voucher) -> Iterator[Write]:
        code = canonical(voucher.code)
        taken = Conflict("A code was drawn twice; ask again.")
        item = voucher.to_item() | {"type": "voucher", "voucher_id": voucher.id}
        if voucher.expires_at:
            item["expires_epoch"] = epoch(voucher.expires_at)
        entry = {"type": "voucher_code", "client_id": self._tenant, "voucher_id": voucher.id}
        yield put(
            Directory.voucher(code),
            entry,
            unless_exists=taken,
            index=self._state_index(voucher, VoucherState.ACTIVE),
        )
        yield put(
            self._keys.voucher(voucher.id),
            item,
            unless_exists=taken,
            index=self._keys.voucher_by_code(self._partner, code),
        )

    def _end(
        self,
        voucher: Voucher,
        state: VoucherState,
        now: datetime,
        only_if: Any,
        refusal: StvosError,
    ) -> tuple[Write, ...]:
        index = self._state_index(voucher, state)
        return (
            update(
                self._keys.voucher(voucher.id),
                sets={"status": state.value, f"{state.value}_at": now.isoformat()},
                only_if=only_if,
                refusal=refusal,
            ),
            update(
                Directory.voucher(canonical(voucher.code)),
                index=index,
                only_if=Attr("pk").exists(),
                refusal=refusal,
            ),
            update(
                self._counter_key(voucher),
                adds={state.value: 1},
                sets=self._counter_fields(voucher),
            ),
        )

    def _state_index(self, voucher: Voucher, state: VoucherState) -> IndexKey:
        expires = epoch(voucher.expires_at) if voucher.expires_at else None
        return self._keys.voucher_in_state(self._partner, state.value, expires, voucher.id)

    def _counter_key(self, voucher: Voucher) -> Key:
        expires = epoch(voucher.expires_at) if voucher.expires_at else None
        return self._keys.voucher_counter(self._partner, expires, voucher.id % _SHARDS)

    @staticmethod
    def _counter_fields(voucher: Voucher) -> dict[str, Any]:
        facts: dict[str, Any] = {"type": "voucher_tally"}
        if voucher.expires_at:
            facts["expires_epoch"] = epoch(voucher.expires_at)
        return facts
