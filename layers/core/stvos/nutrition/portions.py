"""Portions of a day's dishes by which the day meets its targets.

Each dish is first scaled to its share of the day's energy. Then what mainly gives protein, what
mainly gives carbohydrates and what mainly gives fat is made more or less in all of them: more rice,
less oil, and the dish stays the dish. The three factors are those with the least squares of the
relative errors, within bounds (coordinate descent, which converges on a convex problem).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from stvos.foods.models import Food
from stvos.foods.nutrients import PerPortion, total
from stvos.nutrition.dishes import Dish, Ingredient
from stvos.nutrition.targets import KCAL_PER_G_FAT, KCAL_PER_G_PROTEIN, Targets

ENERGY_TOLERANCE = 0.05
MACRO_TOLERANCE = 0.10
# Before grams are rounded.
_ENERGY_MARGIN, _MACRO_MARGIN = 0.045, 0.09

_LEAST_SCALE, _MOST_SCALE = 0.35, 3.3
_LEAST_FACTOR, _MOST_FACTOR = 0.5, 2.0
_STEPS = 30
# Energy may be off by half as much as the others.
_ENERGY_WEIGHT = 4.0

_PROTEIN, _CARBS, _FAT, _REST = range(4)
_LEAN_SHARE = 0.35
_GARNISH_KCAL = 45

type Vector = tuple[float, float, float, float]
"""kcal, protein, carbohydrates, fat."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the groups of a dish's ingredients hold, and which group each is of."""

    groups: tuple[Vector, Vector, Vector, Vector]
    group_of: tuple[int, ...]
    calories: float


@dataclass(frozen=True, slots=True)
class Portioned:
    """A dish in the amount in which it is eaten."""

    dish: Dish
    ingredients: tuple[Ingredient, ...]
    nutrition: PerPortion

    @classmethod
    def of(cls, dish: Dish, grams: Sequence[float]) -> "Portioned":
        ingredients = tuple(
            Ingredient(one.food, amount)
            for one, amount in zip(dish.ingredients, grams, strict=True)
        )
        held = [one.food.per_100g.portion(one.grams) for one in ingredients]
        return cls(dish, ingredients, total(held))


def portioned(
    dishes: Sequence[Dish], shares: Sequence[float], targets: Targets
) -> list[Portioned] | None:
    """The dishes in amounts that meet the targets together; None where no amounts do."""
    parts = [_parts(dish) for dish in dishes]
    scales = [
        share * targets.calories / part.calories for share, part in zip(shares, parts, strict=True)
    ]
    if not all(_LEAST_SCALE <= scale <= _MOST_SCALE for scale in scales):
        return None
    factors = _factors(parts, scales, targets)
    if factors is None:
        return None
    meals = [
        Portioned.of(
            dish,
            [
                _weighable(one.grams * scale * factors[group])
                for one, group in zip(dish.ingredients, part.group_of, strict=True)
            ],
        )
        for dish, part, scale in zip(dishes, parts, scales, strict=True)
    ]
    return meals if meets(total([meal.nutrition for meal in meals]), targets) else None


def meets(day: PerPortion, targets: Targets) -> bool:
    """Whether what a day holds is near enough to its targets."""
    return abs(day.calories / targets.calories - 1) <= ENERGY_TOLERANCE and all(
        abs(held / wanted - 1) <= MACRO_TOLERANCE
        for held, wanted in (
            (day.protein, targets.protein),
            (day.carbs, targets.carbs),
            (day.fat, targets.fat),
        )
    )


def _factors(
    parts: Sequence[_Parts], scales: Sequence[float], targets: Targets
) -> list[float] | None:
    """How much more or less of each group is served, in all dishes alike."""
    protein, carbs, fat, rest = (
        _relative(group, parts, scales, targets) for group in (_PROTEIN, _CARBS, _FAT, _REST)
    )
    gaps = (1 - rest[0], 1 - rest[1], 1 - rest[2], 1 - rest[3])
    pp, cc, ff = _dot(protein, protein), _dot(carbs, carbs), _dot(fat, fat)
    pc, pf, cf = _dot(protein, carbs), _dot(protein, fat), _dot(carbs, fat)
    if not (pp and cc and ff):
        return None
    to_p, to_c, to_f = _dot(protein, gaps), _dot(carbs, gaps), _dot(fat, gaps)
    p = c = f = 1.0
    for _ in range(_STEPS):
        p = min(max((to_p - pc * c - pf * f) / pp, _LEAST_FACTOR), _MOST_FACTOR)
        c = min(max((to_c - pc * p - cf * f) / cc, _LEAST_FACTOR), _MOST_FACTOR)
        f = min(max((to_f - pf * p - cf * c) / ff, _LEAST_FACTOR), _MOST_FACTOR)
    errors = [abs(protein[k] * p + carbs[k] * c + fat[k] * f - gaps[k]) for k in range(len(gaps))]
    near = errors[0] <= _ENERGY_MARGIN and max(errors[1:]) <= _MACRO_MARGIN
    return [p, c, f, 1.0] if near else None


def _relative(
    group: int, parts: Sequence[_Parts], scales: Sequence[float], targets: Targets
) -> Vector:
    """What one group of all dishes holds, as shares of the targets."""
    calories = protein = carbs = fat = 0.0
    for part, scale in zip(parts, scales, strict=True):
        held = part.groups[group]
        calories += scale * held[0]
        protein += scale * held[1]
        carbs += scale * held[2]
        fat += scale * held[3]
    return (
        calories / targets.calories,
        protein / targets.protein,
        carbs / targets.carbs,
        fat / targets.fat,
    )


def _dot(a: Vector, b: Vector) -> float:
    return _ENERGY_WEIGHT * a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]


@cache
def _parts(dish: Dish) -> _Parts:
    group_of = tuple(_group(one.food) for one in dish.ingredients)
    sums = [[0.0] * 4 for _ in range(4)]
    for one, group in zip(dish.ingredients, group_of, strict=True):
        held = one.food.per_100g.portion(one.grams)
        for k, value in enumerate((held.calories, held.protein, held.carbs, held.fat)):
            sums[group][k] += value
    protein, carbs, fat, rest = ((s[0], s[1], s[2], s[3]) for s in sums)
    calories = sum(s[0] for s in sums)
    return _Parts((protein, carbs, fat, rest), group_of, calories)


def _group(food: Food) -> int:
    """What a food is mainly eaten for; leaves, herbs and spices for none of the three."""
    held = food.per_100g
    if held.calories < _GARNISH_KCAL or food.category == "spices":
        return _REST
    if held.protein * KCAL_PER_G_PROTEIN >= _LEAN_SHARE * held.calories:
        return _PROTEIN
    return _FAT if held.fat * KCAL_PER_G_FAT > held.calories / 2 else _CARBS


def _weighable(grams: float) -> float:
    """As a kitchen scale shows it: in steps of 5 g from 40 g, of 1 g from 3 g, else of 0.5 g."""
    step = 5.0 if grams >= 40 else 1.0 if grams >= 3 else 0.5
    return max(round(grams / step), 1) * step
