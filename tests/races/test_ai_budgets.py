"""A thousand calls in one moment never cost more than the day's budget, and reach no provider."""

import random
import threading
from collections import Counter
from functools import partial

from pydantic import BaseModel

from stvos.ai.asking import Asking
from stvos.ai.budgets import AiBudget
from stvos.dynamodb.keys import UserId
from stvos.errors import AiBudgetExceeded, AiTimeout, StvosError
from stvos.providers.vertex import Completion, NotBilled, Prompt
from tests.races.conftest import all_at_once
from tests.unit.ai.test_budgets import MAX, MIA, NOON, limited, used
from tests.world import World

CALLS = 1_000
COST = 100
"""What each call costs of the 1,000 and more that are reserved for it."""

PROMPT = Prompt(rules="", text="", schema={}, most_tokens=1_000)
RESERVED = 1_000


class Nothing(BaseModel):
    """An answer without content."""


class CountingModel:
    """A model that is never asked for more than the budget bears at a time, and sometimes fails."""

    def __init__(self) -> None:
        self.asked = 0
        self._lock = threading.Lock()
        self._chance = random.Random(1)

    def ask(self, prompt: Prompt, deadline: float) -> Completion:
        with self._lock:
            self.asked += 1
            fails = self._chance.random()
        if fails < 0.05:
            raise NotBilled
        if fails < 0.1:
            raise AiTimeout
        return Completion("{}", "STOP", COST)


def outcome(world: World, model: CountingModel, user: UserId) -> str:
    budget = AiBudget(world.table, world.tenant, user, lambda: NOON)
    try:
        Asking(model, budget, deadline=0).ask(PROMPT, Nothing)
    except StvosError as error:
        return error.code
    return "answered"


def test_a_thousand_parallel_calls_stay_within_the_brand_s_budget(race_world: World) -> None:
    limited(race_world, aiTokensPerDay=20 * RESERVED, aiTokensPerMemberPerDay=10**9)
    model = CountingModel()
    calls = [partial(outcome, race_world, model, UserId(n)) for n in range(CALLS)]
    found = Counter(all_at_once(calls))

    assert sum(found.values()) == CALLS
    assert model.asked == CALLS - found[AiBudgetExceeded.code]
    assert found[AiBudgetExceeded.code] > 0
    # Answers cost what they did, what timed out stays reserved, and the rest was given back.
    cost = COST * found["answered"] + RESERVED * found[AiTimeout.code]
    assert used(race_world) == cost <= 20 * RESERVED


def test_a_member_s_parallel_calls_stay_within_theirs(race_world: World) -> None:
    limited(race_world, aiTokensPerDay=10**9, aiTokensPerMemberPerDay=3 * RESERVED)
    model = CountingModel()
    calls = [partial(outcome, race_world, model, (MIA, MAX)[n % 2]) for n in range(200)]
    found = Counter(all_at_once(calls))

    assert found[AiBudgetExceeded.code] > 0
    assert used(race_world, MIA) <= 3 * RESERVED
    assert used(race_world, MAX) <= 3 * RESERVED
    assert used(race_world, MIA) + used(race_world, MAX) == used(race_world)
