"""A sample of routes: one request sent six times at the same moment leaves one effect."""

from collections import Counter
from types import ModuleType
from typing import Any

import pytest

from local.endpoints import Endpoint, HandlerFile, endpoint_of
from local.place import ROOT
from members import start_export
from operators import create_category, create_class
from partners import create_vouchers
from progress_logs import log_water, log_workout
from stvos.ids import new_token
from stvos.table import Table
from tests.contract.example_requests import example
from tests.contract.scene import Scene
from tests.races.conftest import all_at_once
from tests.world import World

SAMPLE = [
    create_category,
    create_class,
    create_vouchers,
    log_water,
    log_workout,
    start_export,
]
# What a key itself leaves, and counted attempts.
BESIDES = {"idempotency", "limit"}


def endpoint(module: ModuleType) -> Endpoint:
    file = HandlerFile(ROOT / "functions" / f"{module.__name__.replace('.', '/')}.py")
    found = endpoint_of(file)
    assert found
    return found


def kinds_of(scene: Scene) -> Counter[str]:
    """How many items of each type a brand has."""
    table: Table = scene.world.table
    found: Counter[str] = Counter()
    for page in table._dynamodb.get_paginator("scan").paginate(TableName=table.name):
        items: list[Any] = page["Items"]
        ours = [item for item in items if str(scene.world.client.id) in item["pk"]["S"]]
        found.update(item.get("type", {}).get("S", "") for item in ours)
    return Counter({kind: number for kind, number in found.items() if kind not in BESIDES})


@pytest.mark.parametrize("module", SAMPLE, ids=lambda module: module.__name__)
def test_six_at_once_leave_what_one_leaves(race_world: World, module: ModuleType) -> None:
    route, alone, crowd = endpoint(module), Scene(), Scene()
    once, often = example(route, alone), example(route, crowd)
    crowd.headers(route.spec.who)
    assert alone.send(route, once).status < 400
    key = {"Idempotency-Key": new_token()}

    replies = all_at_once([lambda: crowd.send(route, often, key)] * 6)

    done = [reply for reply in replies if reply.status < 400]
    refused = {reply.text for reply in replies if reply.status >= 400}
    assert [text for text in refused if "IDEMPOTENCY_IN_PROGRESS" not in text] == []
    assert len({reply.text for reply in done}) == 1
    assert [r.headers.get("Idempotency-Replayed") for r in done].count(None) == 1
    assert kinds_of(crowd) == kinds_of(alone)
