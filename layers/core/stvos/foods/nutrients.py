"""What food holds, for 100 g and in a portion: two types, which cannot be added or compared.

Values are exact inside and rounded once, where they are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

_KCAL_PER_G_PROTEIN = _KCAL_PER_G_CARBS = 4
_KCAL_PER_G_FAT = 9
_KCAL_PER_G_FIBER = 2
_KCAL_PER_G_ALCOHOL = 7


@dataclass(frozen=True, slots=True)
class _Nutrients:
    """kcal; grams; sodium and cholesterol in mg. Carbohydrates include the fibre."""

    calories: float
    protein: float
    carbs: float
    fat: float
    fiber: float = 0.0
    sugar: float = 0.0
    sodium: float = 0.0
    cholesterol: float = 0.0
    alcohol: float = 0.0

    @property
    def energy_of_parts(self) -> float:
        """The energy that the parts give, by the factors of Regulation (EU) No 1169/2011, annex
        XIV: 4 for protein and carbohydrates, 9 for fat, 7 for alcohol, 2 for fibre.
        """
        digestible = max(self.carbs - self.fiber, 0)
        return (
            _KCAL_PER_G_PROTEIN * self.protein
            + _KCAL_PER_G_CARBS * digestible
            + _KCAL_PER_G_FIBER * min(self.fiber, self.carbs)
            + _KCAL_PER_G_FAT * self.fat
            + _KCAL_PER_G_ALCOHOL * self.alcohol
        )

    def values(self) -> tuple[float, ...]:
        """In the order of the fields. `dataclasses.astuple` copies deeply, fifty times slower."""
        return (
            self.calories,
            self.protein,
            self.carbs,
            self.fat,
            self.fiber,
            self.sugar,
            self.sodium,
            self.cholesterol,
            self.alcohol,
        )

    def _scaled(self, factor: float) -> list[float]:
        return [value * factor for value in self.values()]


@dataclass(frozen=True, slots=True)
class Per100g(_Nutrients):
    """What 100 g of a food hold."""

    def portion(self, grams: float) -> "PerPortion":
        """What that many grams hold."""
        return PerPortion(*self._scaled(grams / 100))


@dataclass(frozen=True, slots=True)
class PerPortion(_Nutrients):
    """What an amount of food holds, whatever it weighs. Only these can be added."""

    def __add__(self, other: "PerPortion") -> "PerPortion":
        if not isinstance(other, PerPortion):
            return NotImplemented
        pairs = zip(self.values(), other.values(), strict=True)
        return PerPortion(*(mine + theirs for mine, theirs in pairs))

    def per_100g(self, grams: float) -> Per100g:
        """What 100 g hold, when this is what `grams` hold."""
        return Per100g(*self._scaled(100 / grams))

    @classmethod
    def nothing(cls) -> Self:
        return cls(*[0.0] * len(fields(cls)))


def total(portions: Sequence[PerPortion]) -> PerPortion:
    """What portions hold together."""
    if not portions:
        return PerPortion.nothing()
    return PerPortion(*map(sum, zip(*(portion.values() for portion in portions), strict=True)))
