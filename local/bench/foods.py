"""Benchmark of food search and of the nutrition planner: `python -m local.bench foods`."""

import random

from local.bench.page import Section, marked, table
from local.bench.search import milliseconds, timed
from stvos.errors import InvalidInput
from stvos.foods.search import search
from stvos.foods.table import foods
from stvos.nutrition.dishes import dishes
from stvos.nutrition.models import NutritionPlan
from stvos.nutrition.planner import PlanRequest, plan
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.targets import Eater, Targets
from stvos.nutrition.vocabulary import Aim, Diet

SEARCH_TARGET, PLAN_TARGET = 5.0, 40.0
QUERIES, PLANS = 2_000, 300


def made_up_queries(chance: random.Random) -> list[str]:
    """One or two words of a name, a third half typed, a quarter of the rest mistyped."""
    names = [food.name for food in foods().values()]
    queries = []
    for _ in range(QUERIES):
        words = chance.choice(names).replace(",", "").split()[: chance.choice((1, 2))]
        last = words[-1]
        if chance.random() < 1 / 3:
            words[-1] = last[: max(2, len(last) // 2)]
        elif chance.random() < 1 / 4 and len(last) > 5:
            at = chance.randrange(1, len(last))
            words[-1] = last[:at] + chance.choice("aeiou") + last[at + 1 :]
        queries.append(" ".join(words))
    return queries


def made_up_request(chance: random.Random, *, restricted: bool) -> PlanRequest:
    """7 days of 4 meals for a member; `restricted`: on a diet, with an allergy."""
    eater = Eater(
        age=chance.randint(18, 75),
        is_male=chance.choice((True, False)),
        height=chance.randint(155, 195),
        weight=chance.randint(50, 110),
        training_days=chance.randint(0, 6),
        aim=chance.choice(list(Aim)),
    )
    diets = [chance.choice(list(Diet))] if restricted else []
    allergies = [chance.choice(("peanuts", "nuts", "eggs", "sesame"))] if restricted else []
    return PlanRequest(Targets.of(eater), Restrictions.of_words(diets, allergies, "body"))


def planned(request: PlanRequest) -> None:
    """What an endpoint does for a plan, or for one that cannot be made."""
    try:
        NutritionPlan.of(plan(request, seed=1), request.targets)
    except InvalidInput:
        return


def run() -> list[Section]:
    """Time what the food side works out by itself."""
    chance = random.Random(20261127)  # noqa: S311
    _, load_ms = milliseconds(foods)
    _, index_ms = milliseconds(lambda: search("a"))
    _, dishes_ms = milliseconds(dishes)
    found = timed("food search", search, made_up_queries(chance))
    timings = [(found, SEARCH_TARGET)]
    for restricted in (False, True):
        requests = [made_up_request(chance, restricted=restricted) for _ in range(PLANS)]
        name = "plan, 7 days × 4 meals" + (", a diet and an allergy" if restricted else "")
        timings.append((timed(name, planned, requests), PLAN_TARGET))
    rows = [
        (timing.name, marked(timing.p50, target, "{:.3f}"), f"{timing.p99:.3f}", f"{target:.0f}")
        for timing, target in timings
    ]
    text = f"""
{len(foods())} foods, {len(dishes())} dishes. Once in a process: reading the table takes
{load_ms:.0f} ms, its index {index_ms:.0f} ms, the dishes {dishes_ms:.0f} ms. Processor time.

{table(("question", "p50 ms", "p99 ms", "target p50 ms"), rows)}
"""
    return [Section("Foods and nutrition plans", "foods", text)]
