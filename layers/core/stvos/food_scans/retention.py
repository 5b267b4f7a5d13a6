"""What comes by itself with a scan: its photo goes when the client's retention ends."""

from datetime import datetime

from stvos.dynamodb.keys import Key, UserId, tenant_of
from stvos.dynamodb.table import Table
from stvos.errors import NotFound
from stvos.food_scans.models import FoodScan
from stvos.food_scans.repository import ScanRepository
from stvos.food_scans.stored_photos import ScanPhotos


def remove_photo(table: Table, key: Key, now: datetime) -> None:
    """Remove the photo of a scan whose time is over; its numbers stay."""
    item, tenant = table.find(key, consistent=True), tenant_of(key)
    if item is None or tenant is None:
        return
    scan, member = FoodScan.of_item(item), UserId(item["user_id"])
    if scan.photo is None or scan.photo_until is None or scan.photo_until > now:
        return
    ScanPhotos.of(tenant, member).remove(scan.photo)
    try:
        ScanRepository(table, tenant, member).forget_photo(scan.id)
    except NotFound:
        return  # Forgotten meanwhile, with its photo.
