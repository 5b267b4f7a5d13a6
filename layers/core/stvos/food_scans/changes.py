"""How a member corrects a scan; all numbers are worked out anew."""

from stvos.errors import InvalidInput
from stvos.food_scans.models import FoodScan, ScannedFood, StoredNutrients
from stvos.food_scans.requests import AddedFoodBody, ChangedFoodBody, ChangeScanBody
from stvos.foods.models import Food
from stvos.foods.search import known_as
from stvos.foods.table import foods

MAX_FOODS = 30


def changed(scan: FoodScan, body: ChangeScanBody) -> FoodScan:
    """The scan with the named foods changed, removed and added. Raises InvalidInput."""
    by_id = {food.id: food for food in scan.foods}
    for at, change in enumerate(body.foods):
        food = by_id.get(change.id)
        if food is None:
            raise InvalidInput.at(f"body.foods[{at}].id", "is no food of this scan")
        if change.remove:
            del by_id[change.id]
        else:
            by_id[change.id] = _corrected(food, change)
    seen = scan.foods_seen
    for at, added in enumerate(body.add):
        seen += 1
        by_id[seen] = _added(seen, added, f"body.add[{at}]")
    if len(by_id) > MAX_FOODS:
        raise InvalidInput.at("body.add", f"a scan holds at most {MAX_FOODS} foods")
    return scan.model_copy(
        update={
            "foods": tuple(by_id.values()),
            "foods_seen": seen,
            "is_food": bool(by_id),
            "version": scan.version + 1,
        }
    )


def _corrected(food: ScannedFood, change: ChangedFoodBody) -> ScannedFood:
    if change.grams is not None:
        food = food.model_copy(update={"grams": change.grams, "portion": f"{change.grams:g} g"})
    if change.name is not None:
        known = known_as(change.name)
        food = food.model_copy(update={"name": change.name, "alternatives": ()})
        food = food.as_food(known) if known else food
    return food


def _added(number: int, added: AddedFoodBody, path: str) -> ScannedFood:
    food = _require_known(added, path)
    return ScannedFood(
        id=number,
        name=added.name or food.name,
        grams=added.grams,
        portion=f"{added.grams:g} g",
        source="foods",
        food_id=food.id,
        stored_per_100g=StoredNutrients.of(food.per_100g),
    )


def _require_known(added: AddedFoodBody, path: str) -> Food:
    if added.food_id is not None:
        food, field = foods().get(added.food_id), "foodId"
    else:
        food, field = known_as(added.name or ""), "name"
    if food is None:
        raise InvalidInput.at(f"{path}.{field}", "is not in the food table")
    return food
