"""What is asked of food scans."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from stvos.models import Body, Day, Id, Line40, Line120
from stvos.paging import CursorQuery

PortionGrams = Annotated[float, Field(gt=0, le=5_000, description="g")]
_NumberInScan = Annotated[int, Field(ge=1, le=1_000)]


class ChangedFoodBody(Body):
    """A food of the scan, by its `id`: another amount or name, or its removal."""

    id: _NumberInScan
    grams: PortionGrams | None = None
    name: Line120 | None = None
    remove: bool = False


class AddedFoodBody(Body):
    """A food of the food table, by `foodId` or by a name that it knows."""

    food_id: Id | None = None
    name: Line120 | None = None
    grams: PortionGrams

    @model_validator(mode="after")
    def _names_a_food(self) -> Self:
        if self.food_id is None and self.name is None:
            raise ValueError("needs a foodId or a name")
        return self


class ChangeScanBody(Body):
    """At least one change."""

    foods: Annotated[list[ChangedFoodBody], Field(max_length=30)] = Field(default_factory=list)
    add: Annotated[list[AddedFoodBody], Field(max_length=30)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not (self.foods or self.add):
            raise ValueError("needs at least one change")
        return self


class LogScanBody(Body):
    """`date`: the day it counts for; today in the member's zone unless given. `name`: how the diary
    names it; the foods' names unless given.
    """

    meal_type: Line40
    date: Day | None = None
    name: Line120 | None = None


class PhotoUploadBody(Body):
    """A photo that will be sent: its media type, and its size in bytes."""

    content_type: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    size: Annotated[int, Field(ge=1, le=1_000_000_000, description="bytes, 20 MB at most")]


class ScansQuery(CursorQuery):
    """The member's scans, the newest first."""
