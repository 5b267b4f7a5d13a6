"""What the simulations must stay within: tests/scale/budget.json."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Budget:
    """The figures of the file, by its names."""

    busy_vcpus: float
    write_units_of_a_key: int
    transactions_tried_twice_percent: float
    seconds_between_countings_of_a_member: float
    seconds_from_a_heartbeat_to_its_counting: float
    sign_ups_a_second: int


@cache
def budget() -> Budget:
    return Budget(**json.loads(Path(__file__).with_name("budget.json").read_text("ascii")))
