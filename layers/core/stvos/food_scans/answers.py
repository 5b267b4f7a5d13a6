"""What food scans answer. Values are rounded here, once."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from stvos.food_scans.doubts import warnings_of
from stvos.food_scans.models import FoodScan, ScannedFood, Source
from stvos.food_scans.repository import ScanPage
from stvos.food_scans.stored_photos import photo_url
from stvos.food_scans.uploads import PhotoUpload
from stvos.foods.answers import NutrientsAnswer, NutritionAnswer, PortionAnswer
from stvos.models import Answer, Id, Instant, Number, OmittedIfNone
from stvos.paging import CursorPage, cursor_of


class ScannedFoodAnswer(Answer):
    """`source`: whether its values for 100 g are those of the food table, or of the model that saw
    the picture. `id` counts within the scan.
    """

    id: int
    name: str
    portion: PortionAnswer
    confidence: OmittedIfNone[Number] = None
    source: Source
    food_id: OmittedIfNone[Id] = None
    nutrition: NutritionAnswer
    alternatives: list[str]

    @classmethod
    def of(cls, food: ScannedFood) -> Self:
        return cls(
            id=food.id,
            name=food.name,
            portion=PortionAnswer(description=food.portion, grams=round(food.grams, 1)),
            confidence=food.confidence,
            source=food.source,
            food_id=food.food_id,
            nutrition=NutritionAnswer(
                per_portion=NutrientsAnswer.of(food.per_portion),
                per_100g=NutrientsAnswer.of(food.per_100g),
            ),
            alternatives=list(food.alternatives),
        )


class ScanTotalsAnswer(Answer):
    """The sums of the exact values of all portions."""

    per_portion: NutrientsAnswer


class ScanAnswer(Answer):
    """`imageUrl`: the photo, for an hour; `loggedOn`: for which day it was logged."""

    id: Id
    is_food: bool
    foods: list[ScannedFoodAnswer]
    totals: ScanTotalsAnswer
    confidence: OmittedIfNone[Number] = None
    warnings: list[str]
    image_url: OmittedIfNone[str] = None
    logged_on: OmittedIfNone[date] = None
    created_at: Instant

    @classmethod
    def of(cls, scan: FoodScan) -> Self:
        return cls(
            id=scan.id,
            is_food=scan.is_food,
            foods=[ScannedFoodAnswer.of(food) for food in scan.foods],
            totals=ScanTotalsAnswer(per_portion=NutrientsAnswer.of(scan.totals)),
            confidence=scan.confidence,
            warnings=warnings_of(scan.foods),
            image_url=photo_url(scan.photo) if scan.photo else None,
            logged_on=scan.logged_on,
            created_at=scan.created_at,
        )


class ScanEnvelope(Answer):
    scan: ScanAnswer

    @classmethod
    def of(cls, scan: FoodScan) -> Self:
        return cls(scan=ScanAnswer.of(scan))


class ScansAnswer(CursorPage):
    items: Annotated[list[ScanAnswer], Field(max_length=100)]

    @classmethod
    def of(cls, page: ScanPage) -> Self:
        return cls(
            items=[ScanAnswer.of(scan) for scan in page.scans],
            next_cursor=cursor_of(page.after),
        )


class PhotoUploadAnswer(Answer):
    """Post `fields` and then the photo to `uploadUrl` as multipart/form-data within 15 minutes."""

    upload_url: str
    fields: dict[str, str]
    upload_key: str

    @classmethod
    def of(cls, upload: PhotoUpload) -> Self:
        form = upload.form
        return cls(upload_url=form.url, fields=form.fields, upload_key=upload.key)
