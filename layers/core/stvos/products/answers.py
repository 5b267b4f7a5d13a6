"""Products, as they are answered."""

from typing import Self

from stvos.models import Answer
from stvos.money import Amount
from stvos.paging import CursorPage, Pagination
from stvos.products.models import Product


class ProductAnswer(Answer):
    """A product, alike for the staff who keep it and the app that shows it."""

    id: int
    name: str
    description: str
    image: str | None
    price: Amount
    currency: str
    buy_url: str

    @classmethod
    def of(cls, product: Product) -> Self:
        return cls.model_validate(product)


class ProductEnvelope(Answer):
    product: ProductAnswer

    @classmethod
    def of(cls, product: Product) -> Self:
        return cls(product=ProductAnswer.of(product))


class ProductsAnswer(Answer):
    """A partner's own products, the newest first."""

    items: list[ProductAnswer]
    pagination: Pagination


class OffersAnswer(CursorPage):
    """The products of all partners of a brand, the newest first."""

    items: list[ProductAnswer]
    pagination: Pagination
