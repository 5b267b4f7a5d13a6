"""DynamoDB access patterns W10 to W15 of docs/data-model.md: vouchers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from stvos.clock import epoch
from stvos.dynamodb.keys import ClientId, Directory, IndexKey, Key, Keys, Span
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict, InvalidVoucher, StvosError
from stvos.partners.voucher_counters import VoucherCounters
from stvos.partners.vouchers import CodeGroup, Voucher, VoucherState, beginnings
from stvos.typed_codes import read_code

# 49 vouchers are 98 items, and their counters two more; a transaction holds 100.
_BATCH_SIZE = 49
# Made together are up to 500 codes; with fewer each, a search by group reaches less far back.
_MOST_MAKINGS = 3_000


def find_voucher(table: Table, code: str) -> Voucher | None:
    """W10: the voucher of a code, of any tenant: the code leads to the tenant.

    Every code costs two reads, so that the duration does not tell an unknown code from a redeemed
    one.
    """
    entry = table.find(Directory.voucher(read_code(code)), consistent=True)
    item = table.find(_voucher_key(entry), consistent=True)
    if item is None:
        return None
    voucher = Voucher.of_item(item)
    # A sign-up that is repeated after a crash goes on with the voucher that it redeemed itself.
    redeemed_here = voucher.status is VoucherState.REDEEMED and is_own(item["writer"])
    return voucher.model_copy(update={"status": VoucherState.ACTIVE}) if redeemed_here else voucher


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
        self.counters = VoucherCounters(table, tenant, partner_id)

    def add(self, vouchers: list[Voucher]) -> None:
        """W11: store vouchers with their codes and counters, 49 in each transaction.

        The partner is marked first, so that it cannot be removed at the same time.
        """
        self._table.write(
            update(
                self._keys.partner(self._partner),
                sets={"has_vouchers": True},
                only_if=Attr("pk").exists() & Attr("ended_at").not_exists(),
                refusal=Conflict("This partner has ended."),
            )
        )
        self._table.transact(*self._group_puts(vouchers))
        for start in range(0, len(vouchers), _BATCH_SIZE):
            part = vouchers[start : start + _BATCH_SIZE]
            writes = [write for voucher in part for write in self._puts(voucher)]
            self._table.transact(*writes, *self.counters.created(part))

    def find(self, voucher_id: int) -> Voucher | None:
        """W12: one voucher; another partner's is not there."""
        item = self._table.find(self._keys.voucher(voucher_id), consistent=True)
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

    def by_group(self, text: str) -> Iterator[CodeGroup]:
        """W15: the later groups of codes that begin with a text, the newest vouchers first."""
        span = self._keys.vouchers_by_group(self._partner, text[0])
        for item in islice(self._table.all(span, forward=False), _MOST_MAKINGS):
            for line in item["groups"].split("\n"):
                if line.startswith(text):
                    rest, voucher_id, code = line.split(" ")
                    yield CodeGroup(rest, int(voucher_id), code)

    def by_ids(self, voucher_ids: Iterable[int]) -> list[Voucher]:
        """W15: the vouchers of these ids that are there, in their order."""
        keys = [self._keys.voucher(voucher_id) for voucher_id in voucher_ids]
        return [Voucher.of_item(item) for item in self._table.find_many(keys) if item]

    def in_state(self, state: VoucherState, now: datetime) -> Span:
        """W15: the vouchers in a state; active and expired ones ordered by expiry."""
        return self._keys.vouchers_in_state(self._partner, state.value, epoch(now))

    def resolve(self, items: Iterable[dict[str, Any]]) -> list[Voucher]:
        """W15: the vouchers of index items. By code these are whole; by state they are only ids."""
        index_items = list(items)
        if all("code" in item for item in index_items):
            return [Voucher.of_item(item) for item in index_items]
        return self.by_ids(item["voucher_id"] for item in index_items)

    def all(self, span: Span) -> Iterator[Voucher]:
        """W15: every voucher of a span, read page by page."""
        after: str | None = None
        while True:
            page = self._table.query(span, limit=1000, after=after)
            yield from self.resolve(page.items)
            if page.after is None:
                return
            after = page.after

    # ------------------------------------------------------------

    def _puts(self, voucher: Voucher) -> Iterator[Write]:
        code = read_code(voucher.code)
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

    def _group_puts(self, vouchers: list[Voucher]) -> Iterator[Write]:
        """The later groups of codes, one item for each first letter: an item for each group would
        take more than twice as many writes.
        """
        lines: dict[str, list[str]] = defaultdict(list)
        for voucher in vouchers:
            for rest in beginnings(voucher.code)[1:]:
                lines[rest[0]].append(f"{rest} {voucher.id} {voucher.code}")
        for letter, found in lines.items():
            yield put(
                self._keys.voucher_groups(self._partner, letter, vouchers[0].id),
                {"type": "voucher_groups", "groups": "\n".join(sorted(found))},
                unless_exists=Conflict(),
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
                Directory.voucher(read_code(voucher.code)),
                index=index,
                only_if=Attr("pk").exists(),
                refusal=refusal,
            ),
            *self.counters.ended(voucher, state),
        )

    def _state_index(self, voucher: Voucher, state: VoucherState) -> IndexKey:
        expires = epoch(voucher.expires_at) if voucher.expires_at else None
        return self._keys.voucher_in_state(self._partner, state.value, expires, voucher.id)
