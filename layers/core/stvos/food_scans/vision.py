"""The model that sees what is on a plate, as the rest of the program knows it."""

from typing import Annotated, Protocol

from pydantic import Field

from stvos.errors import AiNotConfigured
from stvos.food_scans.models import StoredNutrients
from stvos.food_scans.photos import PreparedPhoto
from stvos.models import Entity, Line120

MAX_SEEN = 30


class SeenFood(Entity):
    """A food as the model names and weighs it; what 100 g hold counts only where our own table does
    not know the food. Out of these ranges nothing is believed.
    """

    name: Line120
    grams: Annotated[float, Field(gt=0, le=5_000)]
    portion: Line120 | None = None
    confidence: Annotated[float, Field(ge=0, le=1)]
    per_100g: StoredNutrients
    alternatives: Annotated[tuple[Line120, ...], Field(max_length=5)] = ()


class Sighting(Entity):
    """What the model sees in one picture."""

    is_food: bool
    confidence: Annotated[float, Field(ge=0, le=1)]
    foods: Annotated[tuple[SeenFood, ...], Field(max_length=MAX_SEEN)] = ()


class FoodVision(Protocol):
    """A model that looks at a photo. It raises only errors of `stvos.errors`."""

    def look(self, photo: PreparedPhoto, hint: str | None) -> Sighting: ...


def require_vision() -> FoodVision:
    """The model of this deployment. Raises AiNotConfigured: no provider can be set up yet."""
    raise AiNotConfigured
