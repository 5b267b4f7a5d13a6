"""Products: in a partner's own list and in the client's."""

from stvos.dynamodb.keys.primitives import IndexKey, Key, Span, padded
from stvos.dynamodb.keys.tenant import TenantKeys


class ProductKeys(TenantKeys):
    """Keys of what partners offer."""

    def _products(self, partner_id: int) -> str:
        return f"{self._partner(partner_id)}#PRODUCTS"

    def product(self, partner_id: int, product_id: int) -> Key:
        return Key(self._products(partner_id), f"PRODUCT#{padded(product_id)}")

    def products_of(self, partner_id: int) -> Span:
        return Span.prefix(self._products(partner_id), "PRODUCT#")

    def product_tombstone(self, partner_id: int, product_id: int) -> Key:
        """That a product was removed, for a while: a repeated attempt knows its own mark."""
        return Key(self._products(partner_id), f"GONE#{padded(product_id)}")

    def product_in_list(self, product_id: int) -> IndexKey:
        return IndexKey(f"{self._c}#PRODUCTS", f"PRODUCT#{padded(product_id)}")

    def products(self) -> Span:
        return Span.prefix(f"{self._c}#PRODUCTS", "PRODUCT#", index="gsi1")

    def product_by_id(self, product_id: int) -> Span:
        """The one product of an id, whichever partner's."""
        place = self.product_in_list(product_id)
        return Span(place.pk, place.sk, place.sk, index="gsi1")

    def product_total(self, shard: int) -> Key:
        return Key(f"{self._c}#PRODUCTS", f"TOTAL#{shard}")

    def product_totals(self) -> Span:
        return Span.prefix(f"{self._c}#PRODUCTS", "TOTAL#")
