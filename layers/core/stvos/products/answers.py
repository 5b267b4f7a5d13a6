"""Answers about products."""

from collections.abc import Sequence
from typing import Self

from stvos.models import Answer
from stvos.money import Amount
from stvos.paging import CursorPage, PageQuery, Pagination, cursor_of
from stvos.pictures import PictureUrl
from stvos.products.models import MAX_DEPTH, OfferPage, Product
from stvos.products.requests import OffersQuery


class ProductAnswer(Answer):
    """A product, the same for the partner's staff and for the app."""

    id: int
    name: str
    description: str
    image: PictureUrl | None
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

    @classmethod
    def of(cls, products: Sequence[Product], asked: PageQuery) -> Self:
        """`products`: all of them."""
        return cls(
            items=[ProductAnswer.of(product) for product in asked.cut(products)],
            pagination=asked.pagination(len(products)),
        )


class OffersAnswer(CursorPage):
    """The products of all partners of a brand, the newest first."""

    items: list[ProductAnswer]
    pagination: Pagination

    @classmethod
    def of(cls, page: OfferPage, asked: OffersQuery) -> Self:
        return cls(
            items=[ProductAnswer.of(product) for product in page.products],
            pagination=asked.pagination(page.total, deepest=MAX_DEPTH),
            next_cursor=cursor_of(page.after),
        )
