"""A product, as stored."""

from dataclasses import dataclass
from datetime import datetime

from stvos.models import Entity
from stvos.money import StoredAmount

# Deeper pages need the cursor, which costs the same at any depth.
MAX_DEPTH = 1000


class Product(Entity):
    """Something that a partner sells at `buy_url`; this platform sells nothing."""

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


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Some products of a brand, how many there are in all, and the sort key to go on after."""

    products: list[Product]
    total: int
    after: str | None
