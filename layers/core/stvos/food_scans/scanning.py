"""From a photo to a scan: prepared, seen, weighed by our own table, kept for its member."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from stvos.accounts.active_account import require_active_account
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.food_scans import vision
from stvos.food_scans.models import FoodScan, ScannedFood
from stvos.food_scans.photos import PreparedPhoto, prepared
from stvos.food_scans.repository import ScanRepository
from stvos.food_scans.sent_photos import SentPhoto
from stvos.food_scans.stored_photos import ScanPhotos, uploaded
from stvos.food_scans.vision import FoodVision, SeenFood, Sighting
from stvos.foods.search import known_as
from stvos.identity import tokens
from stvos.identity.principal import Principal
from stvos.ids import new_id

if TYPE_CHECKING:
    from stvos.accounts.models import Account


def member_beside(principal: Principal, authorization: str) -> "Account | None":
    """Whose token came beside the app's key, if one did. Raises InvalidToken, TokenExpired."""
    token = tokens.bearer(authorization)
    if token is None:
        return None
    claims = tokens.read(token, "user")
    if claims.client_id != principal.client:
        raise InvalidToken
    member = Principal(
        kind="user",
        tenant=ClientId(claims.client_id),
        user_id=UserId(claims.subject),
        family_id=claims.family_id,
        issued_ms=claims.issued_ms,
    )
    return require_active_account(Table.of_stack(), member)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Scans photos of one client's members and guests."""

    table: Table
    tenant: ClientId
    member: "Account | None"
    require_vision: Callable[[], FoodVision]
    now: Clock = utc_now

    @classmethod
    def of(cls, principal: Principal, authorization: str) -> Self:
        begun = time.monotonic()
        member = member_beside(principal, authorization)
        user = UserId(member.id) if member else None
        require_vision = partial(vision.require_vision, principal.client, user, begun)
        return cls(Table.of_stack(), principal.client, member, require_vision)

    def examine(self, sent: SentPhoto) -> FoodScan:
        """What the photo shows; with its photo it is kept for a member, of a guest nothing is.

        Raises InvalidInput, UnsupportedImage and PayloadTooLarge, then what the model raises.
        """
        content = sent.content
        if content is None:
            content = uploaded(self.tenant, sent.upload_key or "")
        photo = prepared(content)
        sighting = self.require_vision().look(photo, sent.hint)
        scan = scan_of(sighting, self.now())
        return self._kept(scan, photo, self.member) if self.member else scan

    def _kept(self, scan: FoodScan, photo: PreparedPhoto, member: "Account") -> FoodScan:
        user = UserId(member.id)
        client = ClientRepository(self.table).require(self.tenant)
        name = ScanPhotos.of(self.tenant, user).store(scan.id, photo.jpeg)
        until = scan.created_at + timedelta(days=client.retention_days)
        kept = scan.model_copy(update={"photo": name, "photo_until": until})
        ScanRepository(self.table, self.tenant, user).add(kept)
        return kept


def scan_of(sighting: Sighting, now: datetime) -> FoodScan:
    """What was seen as a scan, in the model's grams and our own table's values where it knows."""
    seen = sighting.foods if sighting.is_food else ()
    foods = tuple(_weighed(number, food) for number, food in enumerate(seen, 1))
    return FoodScan(
        id=new_id(),
        is_food=bool(foods),
        foods=foods,
        foods_seen=len(foods),
        confidence=sighting.confidence,
        created_at=now,
    )


def _weighed(number: int, seen: SeenFood) -> ScannedFood:
    """A food in the model's grams, with our own table's values where it knows the food."""
    food = ScannedFood(
        id=number,
        name=seen.name,
        grams=seen.grams,
        portion=seen.portion or f"{seen.grams:g} g",
        confidence=seen.confidence,
        source="model",
        stored_per_100g=seen.per_100g,
        alternatives=seen.alternatives,
    )
    known = known_as(seen.name)
    return food.as_food(known) if known else food
