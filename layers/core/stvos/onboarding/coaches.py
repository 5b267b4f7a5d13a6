"""DynamoDB access patterns C7 and T8 of docs/data-model.md: the coaches of a brand, to compare."""

import time
from collections import Counter
from typing import Any

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table
from stvos.onboarding.ranking import Coach

_PUBLIC = ("id", "name", "image", "specialisations", "languages", "timezone", "active")
_COMPARED = ("trainer_id", "hours", "price", "currency", "members")


KEPT_SECONDS = 10.0
_MOST_CLIENTS = 64
# Reading and unpacking what 500 trainers have takes ten times as long as ranking them.
_kept: dict[tuple[str, ClientId], tuple[float, list[Coach]]] = {}


class Coaches:
    """One client's active trainers."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def recent(self) -> list[Coach]:
        """The active trainers, as they were at most ten seconds ago in this process. Who is chosen
        is looked up anew.
        """
        place, now = (self._table.name, self._keys.tenant), time.monotonic()
        kept_at, coaches = _kept.get(place, (float("-inf"), []))
        if now - kept_at >= KEPT_SECONDS:
            coaches = self.active()
            if len(_kept) >= _MOST_CLIENTS:
                _kept.pop(min(_kept, key=lambda one: _kept[one][0]), None)
            _kept[place] = now, coaches
        return coaches

    def active(self) -> list[Coach]:
        """C7, T8: the active trainers with their weekly hours, price and load, by two queries."""
        trainers = self._table.all(self._keys.content_trainers(), only=_PUBLIC)
        active = [item for item in trainers if item.get("active", True)]
        cards: dict[int, Any] = {}
        members: Counter[int] = Counter()
        for item in self._table.all(self._keys.coaches(), only=_COMPARED):
            if "members" in item:
                members[item["trainer_id"]] += item["members"]
            else:
                cards[item["trainer_id"]] = item
        return [_coach(item, cards.get(item["id"], {}), members[item["id"]]) for item in active]


def _coach(trainer: Any, card: Any, members: int) -> Coach:
    price = card.get("price")
    return Coach(
        id=trainer["id"],
        name=trainer["name"],
        image=trainer.get("image"),
        specialisations=tuple(trainer.get("specialisations", ())),
        languages=tuple(trainer.get("languages", ())),
        timezone=trainer.get("timezone", "UTC"),
        hours=int(card.get("hours", "0"), 16),
        price=None if price is None else float(price),
        currency=card.get("currency"),
        members=members,
    )
