"""DynamoDB access patterns S1 to S6 of docs/data-model.md: products and how many there are."""

from datetime import datetime

from stvos.dynamodb import tombstones
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import (
    Attr,
    Item,
    Slice,
    Table,
    Write,
    delete,
    put,
    replace_if_unchanged,
    update,
)
from stvos.errors import Conflict, NotFound
from stvos.partners.repository import PRODUCT_COUNT
from stvos.products.models import Product

MOST = 200
# How many products a partner has stands in the partner's own item.
# All partners of a brand change its total; one item would make them wait for each other.
_SHARDS = 8


class ProductRepository:
    """One partner's products."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id

    def all(self) -> list[Product]:
        """S1: the partner's products, the newest first; there are at most `MOST`."""
        items = self._table.query(
            self._keys.products_of(self._partner), limit=MOST, forward=False, consistent=True
        ).items
        return [Product.of_item(item) for item in items]

    def require(self, product_id: int) -> Product:
        """S2: one product; another partner's is not there."""
        item = self._table.get(self._keys.product(self._partner, product_id), consistent=True)
        if item is None:
            raise NotFound
        return Product.of_item(item)

    def add(self, product: Product) -> None:
        """S3: store a product and count it; raises Conflict when the partner has `MOST`."""
        full = Conflict(f"A partner offers at most {MOST} products; remove one first.")
        room = Attr(PRODUCT_COUNT).not_exists() | Attr(PRODUCT_COUNT).lt(MOST)
        self._table.transact(
            put(
                self._keys.product(self._partner, product.id),
                _to_item(product),
                unless_exists=Conflict(),
                index=self._keys.product_in_list(product.id),
            ),
            update(
                self._keys.partner(self._partner),
                adds={PRODUCT_COUNT: 1},
                only_if=Attr("pk").exists() & room,
                refusal=full,
            ),
            self._in_total(+1),
        )

    def replace(self, before: Product, after: Product) -> None:
        """S2: store a changed product; raises Conflict when it is not as `before` any more."""
        self._table.write(
            replace_if_unchanged(
                self._keys.product(self._partner, after.id),
                _to_item(before),
                _to_item(after),
                what="The product",
                index=self._keys.product_in_list(after.id),
            )
        )

    def remove(self, product_id: int, now: datetime) -> None:
        """S4: remove a product and count it off; raises NotFound."""
        self._table.transact(
            tombstones.leave(
                self._keys.product_tombstone(self._partner, product_id), "product_gone", now
            ),
            delete(
                self._keys.product(self._partner, product_id),
                only_if=Attr("pk").exists(),
                refusal=NotFound(),
            ),
            update(
                self._keys.partner(self._partner),
                adds={PRODUCT_COUNT: -1},
                only_if=Attr("pk").exists(),
            ),
            self._in_total(-1),
        )

    def _in_total(self, change: int) -> Write:
        key = self._keys.product_total(self._partner % _SHARDS)
        return update(key, adds={PRODUCT_COUNT: change}, sets={"type": "product_total"})


class OfferRepository:
    """The products of all partners of one client."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self.span = self._keys.products()

    def page(self, skip: int, limit: int, after: str | None) -> Slice:
        """S5: products, the newest first, behind a place or behind the first `skip`."""
        if skip and after is None:
            after = self._table.query(self.span, limit=skip, forward=False).after
            if after is None:
                return Slice([], None)
        return self._table.query(self.span, limit=limit, forward=False, after=after)

    def total(self) -> int:
        """S5: how many there are."""
        return sum(item[PRODUCT_COUNT] for item in self._table.all(self._keys.product_totals()))

    def require(self, product_id: int) -> Product:
        """S6: one product, whichever partner's; another client's is not there."""
        found = self._table.query(self._keys.product_by_id(product_id), limit=1).items
        if not found:
            raise NotFound
        return Product.of_item(found[0])


def _to_item(product: Product) -> Item:
    return product.to_item() | {"type": "product"}
