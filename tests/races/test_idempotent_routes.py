"""Idempotency keys on every changing route: sent many times at the same moment, done once."""

from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from local.endpoints import Endpoint
from stvos import clock
from stvos.api import idempotency
from stvos.ids import new_token
from tests.contract.example_requests import example
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.contract.stored import contents, differences, everything_stored, put_back
from tests.races.conftest import all_at_once
from tests.world import authorize

CHANGING = [endpoint for endpoint in built() if endpoint.spec.changes]
PARALLEL_CALLS = 6
# What the key itself leaves.
BESIDES = frozenset({"idempotency"})


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


def repeat_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a request stores the same ids, secrets and times whenever it is made."""
    moment = clock.real_now()

    class Still(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Still)
    monkeypatch.setattr(idempotency, "secrets", SimpleNamespace(token_bytes=bytes))


@pytest.mark.parametrize("endpoint", CHANGING, ids=named)
def test_many_at_once_leave_what_one_leaves(
    empty_table: None, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, key = Scene(), {"Idempotency-Key": new_token()}
    ask = example(endpoint, scene)
    # The first use of a brand's key is noted at the key.
    authorize(endpoint.spec.who, scene.headers(endpoint.spec.who))
    repeat_exactly(monkeypatch)
    before = everything_stored()
    objects = contents(before)
    alone = scene.send(endpoint, ask, key)
    of_one = differences(before, everything_stored(BESIDES))
    put_back(before, objects)
    assert alone.status < 400, alone.text
    assert everything_stored() == before

    replies = all_at_once([partial(scene.send, endpoint, ask, key)] * PARALLEL_CALLS)

    done = [reply for reply in replies if reply.status < 400]
    refused = [(reply.status, reply.code) for reply in replies if reply.status >= 400]
    assert set(refused) <= {(409, "IDEMPOTENCY_IN_PROGRESS")}
    assert len({(reply.status, reply.text) for reply in done}) == 1
    assert [r.headers.get("Idempotency-Replayed") for r in done].count(None) == 1
    assert differences(before, everything_stored(BESIDES)) == of_one
    repeated = scene.send(endpoint, ask, key)
    assert (repeated.status, repeated.text) == (done[0].status, done[0].text)
    assert repeated.headers["Idempotency-Replayed"] == "true"
    assert differences(before, everything_stored(BESIDES)) == of_one
