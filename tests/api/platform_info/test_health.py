"""GET /v1/health."""

from datetime import UTC, datetime, timedelta

import pytest

from platform_info import health
from stvos.dynamodb.table import Table
from stvos.settings import VERSION
from tests.world import call


def test_the_api_says_that_it_answers(cloud: None) -> None:
    reply = call(health)

    assert reply.status == 200
    assert set(reply.data) == {"status", "timestamp", "uptime", "version", "environment"}
    assert reply.data["status"] == "ok"
    assert (reply.data["version"], reply.data["environment"]) == (VERSION, "test")
    assert reply.data["uptime"] >= 0
    told = datetime.fromisoformat(reply.data["timestamp"])
    assert datetime.now(UTC) - told < timedelta(seconds=5)
    assert reply.headers["X-Request-Id"]


def test_it_asks_nothing_else(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(Table, "of_stack", away)

    assert call(health).status == 200


def test_parameters_that_monitors_add_are_ignored_and_named(cloud: None) -> None:
    reply = call(health, query={"nocache": "1"})

    assert reply.status == 200
    assert reply.headers["X-Ignored-Fields"] == "query.nocache"


def test_head_is_answered_with_the_headers_alone(cloud: None) -> None:
    reply = call(health, method="HEAD")

    assert (reply.status, reply.text) == (200, "")
    assert reply.headers.keys() == call(health).headers.keys()
