"""DynamoDB access patterns N4 to N8 of docs/data-model.md: a member's food scans."""

from dataclasses import dataclass
from datetime import date, datetime

from stvos.accounts.not_erased import not_erased
from stvos.due.index import due_at, due_index
from stvos.dynamodb import tombstones
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Item, Table, delete, put, update
from stvos.errors import Conflict, NotFound
from stvos.food_scans.models import FoodScan


class ScanChanged(Conflict):
    """The scan changed since it was read: look at it again."""


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A scan as it was read. `is_own`: this very request wrote it when it came before."""

    scan: FoodScan
    is_own: bool


@dataclass(frozen=True, slots=True)
class ScanPage:
    """Some scans, and the sort key to go on after."""

    scans: list[FoodScan]
    after: str | None


class ScanRepository:
    """One member's food scans."""

    def __init__(self, table: Table, tenant: ClientId, member: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = member
        self.span = self._keys.food_scans(member)

    def require(self, scan_id: int) -> StoredScan:
        """N4: one scan; raises NotFound, also for another member's."""
        item = self._table.find(self._keys.food_scan(self._member, scan_id), consistent=True)
        if item is None:
            raise NotFound
        return StoredScan(FoodScan.of_item(item), is_own(item["writer"]))

    def page(self, limit: int, after: str | None) -> ScanPage:
        """N4: scans, the newest first."""
        found = self._table.query(self.span, limit=limit, forward=False, after=after)
        return ScanPage([FoodScan.of_item(item) for item in found.items], found.after)

    def add(self, scan: FoodScan) -> None:
        """N5: store a new scan, and when its photo goes."""
        self._table.transact(
            put(
                self._keys.food_scan(self._member, scan.id),
                _to_item(scan, self._member),
                unless_exists=Conflict(),
                index=due_index(scan.id, scan.photo_until),
            ),
            not_erased(self._keys.user(self._member)),
        )

    def replace(self, before: FoodScan, after: FoodScan) -> None:
        """N6: store another state; raises ScanChanged unless it still is `before`, unlogged."""
        self._table.write(
            put(
                self._keys.food_scan(self._member, after.id),
                _to_item(after, self._member),
                only_if=Attr("version").eq(before.version) & Attr("logged_on").not_exists(),
                refusal=ScanChanged("The scan was changed meanwhile; try again."),
                index=due_index(after.id, after.photo_until),
            )
        )

    def mark_logged(self, scan: FoodScan, day: date) -> None:
        """N6: note the day for which a scan is logged; raises ScanChanged when it changed."""
        unmarked = Attr("logged_on").not_exists() | Attr("logged_on").eq(day.isoformat())
        self._table.write(
            update(
                self._keys.food_scan(self._member, scan.id),
                sets={"logged_on": day.isoformat()},
                only_if=Attr("version").eq(scan.version) & unmarked,
                refusal=ScanChanged("The scan was changed meanwhile; try again."),
            )
        )

    def forget_photo(self, scan_id: int) -> None:
        """N8: note that the photo is gone; a scan that is gone too stays so."""
        due = due_at(scan_id, None)
        self._table.write(
            update(
                self._keys.food_scan(self._member, scan_id),
                removes=("photo", "photo_until", *due["removes"]),
                only_if=Attr("pk").exists(),
                refusal=NotFound(),
            )
        )

    def remove(self, scan_id: int, now: datetime) -> None:
        """N7: delete a scan, once; raises NotFound without it."""
        self._table.transact(
            delete(
                self._keys.food_scan(self._member, scan_id),
                only_if=Attr("pk").exists(),
                refusal=NotFound(),
            ),
            tombstones.leave(
                self._keys.removed_food_scan(self._member, scan_id), "food_scan_gone", now
            ),
        )

    def require_removed(self, scan_id: int) -> None:
        """Raises NotFound unless this very request removed the scan when it came before."""
        tombstones.require_own(self._table, self._keys.removed_food_scan(self._member, scan_id))


def _to_item(scan: FoodScan, member: UserId) -> Item:
    return scan.to_item() | {"type": "food_scan", "user_id": member}
