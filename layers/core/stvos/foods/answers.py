"""What the food table answers. Values are rounded here, once."""

from typing import Annotated, Self

from pydantic import Field

from stvos.foods.models import Food, Portion
from stvos.foods.nutrients import Per100g, PerPortion
from stvos.foods.vocabulary import Allergen, FoodCategory
from stvos.models import Answer, Id, Number, OmittedIfNone
from stvos.paging import Pagination


class NutrientsAnswer(Answer):
    """kcal; grams; sodium and cholesterol in milligrams. Carbohydrates include the fibre."""

    calories: Number
    protein: Number
    carbs: Number
    fat: Number
    fiber: Number
    sugar: Number
    sodium: Number
    cholesterol: Number

    @classmethod
    def of(cls, nutrients: Per100g | PerPortion) -> Self:
        return cls(
            calories=round(nutrients.calories),
            protein=round(nutrients.protein, 1),
            carbs=round(nutrients.carbs, 1),
            fat=round(nutrients.fat, 1),
            fiber=round(nutrients.fiber, 1),
            sugar=round(nutrients.sugar, 1),
            sodium=round(nutrients.sodium),
            cholesterol=round(nutrients.cholesterol),
        )


class NutritionAnswer(Answer):
    """Of the portion that is shown, and of 100 g."""

    per_portion: NutrientsAnswer
    per_100g: Annotated[NutrientsAnswer, Field(alias="per100g")]


class PortionAnswer(Answer):
    description: str
    grams: Number

    @classmethod
    def of(cls, portion: Portion) -> Self:
        return cls(description=portion.description, grams=portion.grams)


class FoodAnswer(Answer):
    """A food of the table. `portions`: its household measures, of which `portion` is the usual
    one. `usdaNumber`: where its values can be looked up in the USDA's Standard Reference; empty for
    what is not in it. `allergens` is left out where they are not known.
    """

    id: Id
    name: str
    category: FoodCategory
    portion: PortionAnswer
    portions: list[PortionAnswer]
    source: str
    usda_number: str
    nutrition: NutritionAnswer
    allergens: OmittedIfNone[list[Allergen]]

    @classmethod
    def of(cls, food: Food) -> Self:
        return cls(
            id=food.id,
            name=food.name,
            category=food.category,
            portion=PortionAnswer.of(food.portion),
            portions=[PortionAnswer.of(portion) for portion in food.portions],
            source="foods",
            usda_number=food.usda,
            nutrition=NutritionAnswer(
                per_portion=NutrientsAnswer.of(food.per_100g.portion(food.portion.grams)),
                per_100g=NutrientsAnswer.of(food.per_100g),
            ),
            allergens=food.allergens,
        )


class FoodsAnswer(Answer):
    items: list[FoodAnswer]
    pagination: Pagination


class FoodEnvelope(Answer):
    food: FoodAnswer

    @classmethod
    def of(cls, food: Food) -> Self:
        return cls(food=FoodAnswer.of(food))
