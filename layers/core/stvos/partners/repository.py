"""DynamoDB access patterns W2 to W4 of docs/data-model.md: a client's partners."""

from typing import Any

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import (
    Attr,
    Table,
    Write,
    check,
    delete,
    put,
    replace_if_unchanged,
    unchanged,
)
from stvos.errors import Conflict, NotFound, StvosError
from stvos.partners.models import Partner

PRODUCT_COUNT = "product_count"
"""The attribute of a partner's item that counts its products, kept by `stvos.products`."""


class PartnerRepository:
    """One client's partners."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def find(self, partner_id: int, *, consistent: bool = False) -> Partner | None:
        """W2: one partner."""
        item = self._table.find(self._keys.partner(partner_id), consistent=consistent)
        return Partner.of_item(item) if item else None

    def require(self, partner_id: int) -> Partner:
        """W2: one partner; raises NotFound, also for another client's."""
        partner = self.find(partner_id)
        if partner is None:
            raise NotFound
        return partner

    def all(self) -> list[Partner]:
        """W3: a client's partners, oldest first; there are at most some hundred."""
        return [Partner.of_item(item) for item in self._table.all(self._keys.partners())]

    def add(self, partner: Partner, *more: Write) -> None:
        """W4: store a partner together with `more`, such as its first owner and billing clock."""
        self._table.transact(
            *more,
            put(self._keys.partner(partner.id), _to_item(partner), unless_exists=Conflict()),
        )

    def replace(self, before: Partner, after: Partner, *more: Write) -> None:
        """W4: store a changed partner with `more`; raises Conflict unless it still is `before`."""
        self._table.transact(
            *more,
            replace_if_unchanged(
                self._keys.partner(after.id), _to_item(before), _to_item(after), what="The partner"
            ),
        )

    def unchanged(self, partner: Partner, refusal: StvosError) -> Write:
        """W4: a check that a partner has not changed since it was read."""
        return check(self._keys.partner(partner.id), unchanged(_to_item(partner)), refusal)

    def remove(self, partner: Partner, *more: Write) -> None:
        """W4: remove a partner, with `more`. Raises Conflict when it has vouchers or products.

        Creating either changes the partner's item, so none can appear before the removal.
        """
        in_use = Conflict("A partner with vouchers or products cannot be removed; end it instead.")
        if self._table.query(self._keys.vouchers_by_code(partner.id), limit=1).items:
            raise in_use
        no_products = Attr(PRODUCT_COUNT).not_exists() | Attr(PRODUCT_COUNT).eq(0)
        self._table.transact(
            *more,
            delete(
                self._keys.partner(partner.id),
                only_if=Attr("pk").exists() & Attr("has_vouchers").not_exists() & no_products,
                refusal=in_use,
            ),
        )


def _to_item(partner: Partner) -> dict[str, Any]:
    return partner.to_item() | {"type": "partner"}
