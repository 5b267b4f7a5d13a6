"""A food of the table, and what one may be eaten by."""

from dataclasses import dataclass
from typing import Self

from stvos.foods.nutrients import Per100g
from stvos.foods.vocabulary import Allergen, FoodCategory, Trait

UNKNOWN = "?"
"""In the data file: what the food contains is not known."""

_ALLERGENS = frozenset(Allergen)


@dataclass(frozen=True, slots=True)
class Portion:
    """A household measure of a food: `1 cup, diced`."""

    description: str
    grams: float

    @classmethod
    def of(cls, text: str) -> Self:
        """From `1 cup, diced = 150`."""
        description, _, grams = text.rpartition(" = ")
        return cls(description, float(grams))


@dataclass(frozen=True, slots=True)
class Food:
    """One food. Its id is public: it neither changes nor comes back for another.

    `usda`: the number in the USDA's Standard Reference that the values were checked against.
    `contains` is None for what an operator loaded: what it is made of is not known.
    """

    id: int
    usda: str
    name: str
    category: FoodCategory
    contains: frozenset[Allergen | Trait] | None
    per_100g: Per100g
    portions: tuple[Portion, ...]

    @classmethod
    def of_line(cls, line: str) -> Self:
        """From a line of the data file, its columns parted by tabs."""
        number, usda, name, category, contains, *values, portions = line.split("\t")
        return cls(
            id=int(number),
            usda=usda,
            name=name,
            category=FoodCategory(category),
            contains=None if contains == UNKNOWN else frozenset(map(_word, contains.split())),
            per_100g=Per100g(*_nutrients(values)),
            portions=tuple(Portion.of(text) for text in portions.split("; ")),
        )

    @property
    def allergens(self) -> list[Allergen] | None:
        """In the order of the Regulation; None when they are not known."""
        if self.contains is None:
            return None
        return [allergen for allergen in Allergen if allergen in self.contains]

    @property
    def portion(self) -> Portion:
        """What is meant where no amount is said."""
        return self.portions[0]


def _word(text: str) -> Allergen | Trait:
    return Allergen(text) if text in _ALLERGENS else Trait(text)


def _nutrients(columns: list[str]) -> list[float]:
    """In the order of `Nutrients`, which is that of the file."""
    return [float(value) for value in columns]
