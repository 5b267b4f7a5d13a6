"""The model that sees what is on a plate, as the rest of the program knows it."""

from typing import Annotated, Protocol, Self

from pydantic import Field, model_validator

from stvos.dynamodb.keys import ClientId, UserId
from stvos.food_scans.models import StoredNutrients
from stvos.food_scans.photos import PreparedPhoto
from stvos.models import Entity, Line120

MAX_SEEN = 30
_MOST_IN_100_GRAMS = 103


_Grams = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class SeenNutrients(StoredNutrients):
    """What 100 g hold as the model says. Out of these ranges nothing is believed: pure fat has 902
    kcal (USDA, lard), table salt 38,758 mg of sodium, dried egg yolk 2,335 mg of cholesterol.
    """

    calories: Annotated[float, Field(ge=0, le=905, allow_inf_nan=False)]
    protein: _Grams
    carbs: _Grams
    fat: _Grams
    fiber: _Grams = 0.0
    sugar: _Grams = 0.0
    sodium: Annotated[float, Field(ge=0, le=40_000, allow_inf_nan=False)] = 0.0
    cholesterol: Annotated[float, Field(ge=0, le=3_100, allow_inf_nan=False)] = 0.0
    alcohol: _Grams = 0.0

    @model_validator(mode="after")
    def _fits_in_100_grams(self) -> Self:
        """A gram or two more is rounding."""
        if self.protein + self.carbs + self.fat + self.alcohol > _MOST_IN_100_GRAMS:
            raise ValueError("there is more in 100 g than 100 g")
        return self


class SeenFood(Entity):
    """A food as the model names and weighs it; what 100 g hold counts only where our own table does
    not know the food. Out of these ranges nothing is believed.
    """

    name: Line120
    grams: Annotated[float, Field(gt=0, le=5_000, allow_inf_nan=False)]
    portion: Line120 | None = None
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    per_100g: SeenNutrients
    alternatives: Annotated[tuple[Line120, ...], Field(max_length=5)] = ()


class Sighting(Entity):
    """What the model sees in one picture."""

    is_food: bool
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    foods: Annotated[tuple[SeenFood, ...], Field(max_length=MAX_SEEN)] = ()


class FoodVision(Protocol):
    """A model that looks at a photo. It raises only errors of `stvos.errors`."""

    def look(self, photo: PreparedPhoto, hint: str | None) -> Sighting: ...


def require_vision(tenant: ClientId, user: UserId | None, begun: float) -> FoodVision:
    """The model of this deployment, for one caller, whose request began at a time of
    `time.monotonic`. Raises AiNotConfigured.
    """
    # Without a photo that is whole none of it is needed.
    from stvos.ai.asking import Asking
    from stvos.ai.budgets import AiBudget
    from stvos.food_scans.gemini_vision import GeminiVision
    from stvos.providers.vertex import Vertex

    vertex = Vertex.of_environment()
    return GeminiVision(Asking.since(begun, vertex, AiBudget.of(tenant, user)))
