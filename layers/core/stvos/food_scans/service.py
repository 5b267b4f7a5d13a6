"""Rules of a member's food scans: looking back, correcting, logging, removing."""

from datetime import date
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidState, NotFound
from stvos.food_scans.changes import changed
from stvos.food_scans.models import FoodScan
from stvos.food_scans.repository import ScanChanged, ScanPage, ScanRepository
from stvos.food_scans.requests import ChangeScanBody, LogScanBody, ScansQuery
from stvos.food_scans.stored_photos import ScanPhotos
from stvos.identity.principal import Principal
from stvos.progress_logs.entries import Day, Meal
from stvos.progress_logs.requests import NutritionBody
from stvos.progress_logs.service import ProgressLogs

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_TRIES = 4
_LOGGED = {"status": "logged", "allowed": ["not_logged"]}
_LONGEST_NAME = 120


class FoodScans:
    """The food scans of one member."""

    def __init__(
        self, scans: ScanRepository, photos: ScanPhotos, logs: ProgressLogs, now: Clock = utc_now
    ) -> None:
        self._scans = scans
        self._photos = photos
        self._logs = logs
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: "Account") -> Self:
        tenant, member = ClientId(account.client_id), UserId(account.id)
        scans = ScanRepository(Table.of_stack(), tenant, member)
        photos = ScanPhotos.of(tenant, member)
        return cls(scans, photos, ProgressLogs.of(principal, account))

    def show(self, scan_id: int) -> FoodScan:
        """Raises NotFound."""
        return self._scans.require(scan_id).scan

    def page(self, asked: ScansQuery) -> ScanPage:
        """The member's scans, the newest first."""
        return self._scans.page(asked.limit, asked.after(self._scans.span))

    def change(self, scan_id: int, body: ChangeScanBody) -> FoodScan:
        """Correct a scan. Raises NotFound, InvalidInput, and InvalidState once it is logged."""
        for _ in range(_TRIES):
            stored = self._scans.require(scan_id)
            if stored.is_own:
                return stored.scan  # This request, sent again.
            if stored.scan.logged_on:
                raise InvalidState("This scan is logged already.", extra=_LOGGED)
            after = changed(stored.scan, body)
            try:
                self._scans.replace(stored.scan, after)
            except ScanChanged:
                continue
            return after
        raise ScanChanged("The scan is being changed; try again.")

    def log(self, scan_id: int, body: LogScanBody) -> tuple[Meal, Day, bool]:
        """Log what was seen, once: its entry has the scan's id. Answers the entry, what its day
        adds up to, and whether it is new. Raises NotFound, InvalidInput, and InvalidState where no
        food was seen.
        """
        scan = self._marked(scan_id, body.date)
        return self._logs.log_meal_once(_entry(scan, body), scan.id)

    def _marked(self, scan_id: int, wanted: date | None) -> FoodScan:
        """The scan, marked as logged for a day before it is, so that nothing changes it after."""
        for _ in range(_TRIES):
            scan = self._scans.require(scan_id).scan
            if not scan.foods:
                raise InvalidState(
                    "There is no food in this scan.",
                    extra={"status": "no_food", "allowed": ["food"]},
                )
            if scan.logged_on:
                return scan
            day = self._logs.day_for(wanted)
            try:
                self._scans.mark_logged(scan, day)
            except ScanChanged:
                continue
            return scan.model_copy(update={"logged_on": day})
        raise ScanChanged("The scan is being changed; try again.")

    def remove(self, scan_id: int) -> None:
        """Forget a scan with its photo and numbers; what was logged stays. Raises NotFound."""
        try:
            scan = self._scans.require(scan_id).scan
        except NotFound:
            self._scans.require_removed(scan_id)
            return
        if scan.photo:
            self._photos.remove(scan.photo)
        self._scans.remove(scan_id, self._now())


def _entry(scan: FoodScan, body: LogScanBody) -> NutritionBody:
    held = scan.totals
    names = ", ".join(food.name for food in scan.foods)
    return NutritionBody.model_construct(
        date=scan.logged_on,
        meal_type=body.meal_type,
        name=body.name or names[:_LONGEST_NAME].strip(),
        calories=round(held.calories, 2),
        protein=round(held.protein, 2),
        carbs=round(held.carbs, 2),
        fat=round(held.fat, 2),
        fiber=round(held.fiber, 2),
        sugar=round(held.sugar, 2),
        sodium=round(held.sodium, 2),
        quantity_g=round(scan.grams, 2),
        scan_id=scan.id,
    )
