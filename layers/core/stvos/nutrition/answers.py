"""What nutrition plans answer."""

from datetime import date
from typing import Literal, Self

from stvos.ai.suggestions import GeneratedBy
from stvos.models import Answer, Id, Number, OmittedIfNone
from stvos.nutrition.models import DayOfMeals, NutritionPlan, PlanMeal, SavedPlan
from stvos.nutrition.shopping import ShoppingItem
from stvos.nutrition.vocabulary import MealType


class MacrosAnswer(Answer):
    """Grams a day."""

    protein: Number
    carbs: Number
    fat: Number


class DayTotalsAnswer(MacrosAnswer):
    calories: int


class MealIngredientAnswer(Answer):
    """`foodId`: of the food table."""

    food_id: Id
    name: str
    quantity: Number
    unit: Literal["g"] = "g"


class PlanMealAnswer(Answer):
    meal_type: MealType
    dish_id: Id
    name: str
    calories: int
    protein: Number
    carbs: Number
    fat: Number
    ingredients: list[MealIngredientAnswer]
    instructions: str

    @classmethod
    def of(cls, meal: PlanMeal) -> Self:
        # Loaded with the first meal: a day without any needs no table of foods.
        from stvos.nutrition.dishes import dishes

        dish = dishes().get(meal.dish_id)
        return cls(
            meal_type=meal.meal_type,
            dish_id=meal.dish_id,
            name=meal.name,
            calories=meal.calories,
            protein=meal.protein,
            carbs=meal.carbs,
            fat=meal.fat,
            ingredients=[
                MealIngredientAnswer(food_id=one.food_id, name=one.name, quantity=one.grams)
                for one in meal.ingredients
            ],
            instructions=dish.instructions if dish else "",
        )


class DayOfMealsAnswer(Answer):
    day: int
    meals: list[PlanMealAnswer]
    totals: DayTotalsAnswer

    @classmethod
    def of(cls, day: DayOfMeals) -> Self:
        return cls(
            day=day.day,
            meals=[PlanMealAnswer.of(meal) for meal in day.meals],
            totals=DayTotalsAnswer(
                calories=day.calories, protein=day.protein, carbs=day.carbs, fat=day.fat
            ),
        )


class NutritionPlanAnswer(Answer):
    """`id`, `version` and `startsOn` are those of a member's saved plan."""

    id: OmittedIfNone[Id] = None
    version: OmittedIfNone[int] = None
    starts_on: OmittedIfNone[date] = None
    title: str
    target_calories: int
    macros: MacrosAnswer
    generated_by: GeneratedBy
    days: list[DayOfMealsAnswer]

    @classmethod
    def of(cls, plan: NutritionPlan, saved: SavedPlan | None = None) -> Self:
        return cls(
            id=saved.id if saved else None,
            version=saved.version if saved else None,
            starts_on=saved.starts_on if saved else None,
            title=plan.title,
            generated_by=plan.generated_by,
            target_calories=plan.target_calories,
            macros=MacrosAnswer(protein=plan.protein, carbs=plan.carbs, fat=plan.fat),
            days=[DayOfMealsAnswer.of(day) for day in plan.days],
        )


class NutritionPlanEnvelope(Answer):
    nutrition_plan: NutritionPlanAnswer

    @classmethod
    def of(cls, plan: NutritionPlan) -> Self:
        return cls(nutrition_plan=NutritionPlanAnswer.of(plan))

    @classmethod
    def of_saved(cls, saved: SavedPlan) -> Self:
        return cls(nutrition_plan=NutritionPlanAnswer.of(saved.plan, saved))


class ShoppingItemAnswer(Answer):
    food_id: Id
    name: str
    quantity: Number
    unit: Literal["g"] = "g"
    category: str


class ShoppingListAnswer(Answer):
    """From and to which date the list reaches, both included."""

    first_day: date
    last_day: date
    items: list[ShoppingItemAnswer]

    @classmethod
    def of(cls, first_day: date, last_day: date, items: list[ShoppingItem]) -> Self:
        return cls(
            first_day=first_day,
            last_day=last_day,
            items=[
                ShoppingItemAnswer(
                    food_id=item.food_id,
                    name=item.name,
                    quantity=round(item.grams, 1),
                    category=item.category,
                )
                for item in items
            ],
        )
