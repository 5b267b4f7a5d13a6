"""Requests about products."""

from typing import Annotated

from pydantic import BeforeValidator

from stvos.models import Body, Line120, Patch, Text1000, Url, omittable
from stvos.money import Amount, Currency
from stvos.paging import CursorQuery, PageQuery
from stvos.pictures import Picture


def _capitals(sent: object) -> object:
    return sent.strip().upper() if isinstance(sent, str) else sent


# As apps of the public API write it: in any case.
_Currency = Annotated[Currency, BeforeValidator(_capitals)]


class NewProductBody(Body):
    """`price` has no more digits after the point than its currency, which is that of the partner's
    billing terms unless given.
    """

    name: Line120
    description: Text1000 = ""
    image: Picture | None = None
    price: Amount
    currency: _Currency | None = None
    buy_url: Url


class ChangeProductBody(Patch):
    """Omitted fields stay as they are; a null image is removed."""

    name: Line120 = omittable()
    description: Text1000 = omittable()
    image: Picture | None = None
    price: Amount = omittable()
    currency: _Currency = omittable()
    buy_url: Url = omittable()


class OffersQuery(PageQuery, CursorQuery):
    """`page` reaches the first thousand products. `cursor`, the `nextCursor` of the page before,
    reaches all; with a cursor, `page` is ignored.
    """
