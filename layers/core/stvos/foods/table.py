"""The food table in memory, read from the data files beside this module at first use.

`foods.tsv` is the project's own. `loaded.tsv`, which `make foods` writes, adds an operator's.
"""

from functools import lru_cache
from pathlib import Path

from stvos.errors import NotFound
from stvos.foods.models import Food

DATA = Path(__file__).parent / "data"


def read(file: Path) -> list[Food]:
    """The foods of a data file, whose first line names the columns; none where there is no file."""
    if not file.exists():
        return []
    _, *lines = file.read_text("utf-8").splitlines()
    return [Food.of_line(line) for line in lines]


@lru_cache(maxsize=1)
def foods() -> dict[int, Food]:
    """Every food by its id, in the order of their names."""
    everything = [*read(DATA / "foods.tsv"), *read(DATA / "loaded.tsv")]
    everything.sort(key=lambda food: (food.name.casefold(), food.id))
    return {food.id: food for food in everything}


def require_food(food_id: int) -> Food:
    """The food with this id; `NotFound` when there is none."""
    food = foods().get(food_id)
    if food is None:
        raise NotFound
    return food
