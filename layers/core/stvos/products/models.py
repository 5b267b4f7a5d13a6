"""A product: stored, asked, answered."""

from datetime import datetime
from typing import Self

from stvos.models import Answer, Body, Entity, HttpsUrl, Line120, Patch, Text1000, Url, left_out
from stvos.money import Amount, Currency, StoredAmount
from stvos.paging import CursorPage, CursorQuery, PageQuery, Pagination

# ---------------------------------------------------------------- stored


class Product(Entity):
    """Something a partner sells at `buy_url`; nothing is sold here. `price`: in `currency`."""

    id: int
    client_id: int
    partner_id: int
    name: str
    description: str
    image: str | None = None
    price: StoredAmount
    currency: str
    buy_url: str
    created_at: datetime
    updated_at: datetime


# ---------------------------------------------------------------- asked


class NewProductBody(Body):
    """`price` has no more digits after the point than its currency."""

    name: Line120
    description: Text1000 = ""
    image: Url | None = None
    price: Amount
    currency: Currency
    buy_url: HttpsUrl


class ChangeProductBody(Patch):
    """What is left out stays; a null image is removed."""

    name: Line120 = left_out()
    description: Text1000 = left_out()
    image: Url | None = None
    price: Amount = left_out()
    currency: Currency = left_out()
    buy_url: HttpsUrl = left_out()


class OffersQuery(PageQuery, CursorQuery):
    """The first thousand by `page`; any further by `cursor`, which is the `nextCursor` of the
    page before and goes before `page`.
    """


# ---------------------------------------------------------------- answered


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
