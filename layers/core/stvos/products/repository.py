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

MAX_PRODUCTS = 200
# A partner's own count is in the partner's item. The brand's total is changed by all its partners,
# so it is spread over several items, which conflict less.
_SHARDS = 8


class ProductRepository:
    """One partner's products."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id

    def all(self) -> list[Product]:
        """S1: the partner's products, the newest first; there are at most `MAX_PRODUCTS`."""
        items = self._table.query(
            self._keys.products_of(self._partner),
            limit=MAX_PRODUCTS,
            forward=False,
            consistent=True,
        ).items
        return [Product.of_item(item) for item in items]

    def require(self, product_id: int) -> Product:
        """S2: one product; raises NotFound, also for another partner's."""
        item = self._table.find(self._keys.product(self._partner, product_id), consistent=True)
        if item is None:
            raise NotFound
        return Product.of_item(item)

    def add(self, product: Product) -> None:
        """S3: store a product and count it. Raises Conflict when the partner has `MAX_PRODUCTS`, or
        has ended.
        """
        full = Conflict(f"A partner offers at most {MAX_PRODUCTS} products, an ended one no more.")
        room = Attr(PRODUCT_COUNT).not_exists() | Attr(PRODUCT_COUNT).lt(MAX_PRODUCTS)
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
                only_if=Attr("pk").exists() & Attr("ended_at").not_exists() & room,
                refusal=full,
            ),
            self._count_in_total(+1),
        )

    def replace(self, before: Product, after: Product) -> None:
        """S2: store a changed product; raises Conflict unless it still is `before`."""
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
        """S4: remove a product and count one less; raises NotFound."""
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
            self._count_in_total(-1),
        )

    def _count_in_total(self, change: int) -> Write:
        key = self._keys.product_total(self._partner % _SHARDS)
        return update(key, adds={PRODUCT_COUNT: change}, sets={"type": "product_total"})


class OfferRepository:
    """The products of all partners of one client."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self.span = self._keys.products()

    def page(self, skip: int, limit: int, after: str | None) -> Slice:
        """S5: products, newest first, after a sort key or after the first `skip`."""
        if skip and after is None:
            after = self._table.query(self.span, limit=skip, forward=False).after
            if after is None:
                return Slice([], None)
        return self._table.query(self.span, limit=limit, forward=False, after=after)

    def total(self) -> int:
        """S5: how many there are."""
        return sum(item[PRODUCT_COUNT] for item in self._table.all(self._keys.product_totals()))

    def require(self, product_id: int) -> Product:
        """S6: one product of any partner; raises NotFound, also for another client's."""
        items = self._table.query(self._keys.product_by_id(product_id), limit=1).items
        if not items:
            raise NotFound
        return Product.of_item(items[0])


def _to_item(product: Product) -> Item:
    return product.to_item() | {"type": "product"}
