"""Requests about products."""

from stvos.models import Body, HttpsUrl, Line120, Patch, Text1000, Url, left_out
from stvos.money import Amount, Currency
from stvos.paging import CursorQuery, PageQuery


class NewProductBody(Body):
    """`price` has no more digits after the point than its currency."""

    name: Line120
    description: Text1000 = ""
    image: Url | None = None
    price: Amount
    currency: Currency
    buy_url: HttpsUrl


class ChangeProductBody(Patch):
    """Omitted fields stay as they are; a null image is removed."""

    name: Line120 = left_out()
    description: Text1000 = left_out()
    image: Url | None = None
    price: Amount = left_out()
    currency: Currency = left_out()
    buy_url: HttpsUrl = left_out()


class OffersQuery(PageQuery, CursorQuery):
    """`page` reaches the first thousand products. `cursor`, the `nextCursor` of the page before,
    reaches all; with a cursor, `page` is ignored.
    """
