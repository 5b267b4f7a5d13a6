"""DynamoDB access pattern C12 of docs/data-model.md: the classes a member marked."""

from datetime import datetime

from stvos.catalogue.models import Favourite
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Table, delete, update
from stvos.errors import NotFound


class FavouriteRepository:
    """One member's favourites; they are stored in the member's own partition and vanish with it."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._user = user

    def add(self, class_id: int, now: datetime) -> None:
        """C12: mark a class; marking it again keeps the first time."""
        added = {"type": "favourite", "class_id": class_id, "added_at": now.isoformat()}
        self._table.write(update(self._keys.favourite(self._user, class_id), defaults=added))

    def remove(self, class_id: int) -> bool:
        """C12: take a mark off; answers whether there was one."""
        missing = NotFound()
        try:
            self._table.write(
                delete(
                    self._keys.favourite(self._user, class_id),
                    only_if=Attr("pk").exists(),
                    refusal=missing,
                )
            )
        except NotFound:
            return False
        return True

    def all(self) -> list[Favourite]:
        """C12: every mark, the newest first; a member has at most as many as there are classes."""
        items = self._table.all(self._keys.favourites(self._user), consistent=True)
        marks = [Favourite.of_item(item) for item in items]
        return sorted(marks, key=lambda mark: (mark.added_at, mark.class_id), reverse=True)
