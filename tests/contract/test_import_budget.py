"""A cold start loads little more than boto3, powertools' Logger and pydantic."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from local.endpoints import handler_files
from local.place import ROOT
from tests.contract.repository import problems

# Generous: machines that run tests are noisy. `make bench` measures exactly.
MOST_TIMES_THE_FLOOR = 1.6


@pytest.mark.xdist_group("serial")
def test_every_handler_s_import_stays_within_its_budget(record_property: Any) -> None:
    measured = json.loads(
        subprocess.run(
            [
                sys.executable,
                "tests/contract/import_cost.py",
                str(MOST_TIMES_THE_FLOOR),
                *(file.module_name for file in handler_files()),
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"layers/core{os.pathsep}functions"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    )
    floor = measured["floor"]
    times = {module: (floor + cost) / floor for module, cost in measured["costs"].items()}

    worst = max(times, key=lambda module: times[module])
    record_property("slowest import, times the floor", f"{worst} {times[worst]:.2f}")
    found = [
        f"{module} costs {times[module]:.2f} times the floor of {floor * 1000:.0f} ms; "
        f"look at `python -X importtime -c 'import {module}'`"
        for module in times
        if times[module] > MOST_TIMES_THE_FLOOR
    ]
    assert not found, problems(found)
