"""GET /v1/health/detailed."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

from platform_info import health_detailed
from stvos.platform_info import checks as checks_module
from stvos.settings import settings
from tests.world import ADMIN_KEY, call

STATES = {"ok", "not_configured", "down", "unknown"}


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    checks_module._checked.cache_clear()


def test_everything_the_api_stands_on_is_looked_at(cloud: None) -> None:
    reply = call(health_detailed)

    assert reply.status == 200
    checks = reply.data["checks"]
    assert set(checks) == {"database", "storage", "email", "ai", "video"}
    assert set(checks.values()) <= STATES
    assert (checks["database"], checks["storage"], checks["email"]) == ("ok", "ok", "ok")
    assert reply.data["status"] == "ok"
    assert reply.data["python"].startswith("3.")
    assert reply.data["memoryMb"] > 10


def test_a_provider_that_nobody_set_up_is_not_down(
    cloud: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VERTEX_PROJECT", "LIVEKIT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(checks_module, "settings", lambda: replace(settings(), mail_sender=""))

    reply = call(health_detailed)

    assert {reply.data["checks"][name] for name in ("ai", "video", "email")} == {"not_configured"}
    assert reply.data["status"] == "ok"


def test_a_provider_that_is_set_up_is_ok(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERTEX_PROJECT", "some-project")
    monkeypatch.setenv("LIVEKIT_URL", "wss://rooms.example")

    checks = call(health_detailed).data["checks"]

    assert (checks["ai"], checks["video"]) == ("ok", "ok")


@pytest.mark.parametrize(("name", "check"), [("table", "database"), ("bucket", "storage")])
def test_what_is_away_is_down_and_the_answer_still_comes(
    cloud: None, monkeypatch: pytest.MonkeyPatch, name: str, check: str
) -> None:
    away: dict[str, Any] = {name: "there-is-none"}
    gone = replace(settings(), **away)
    monkeypatch.setattr(checks_module, "settings", lambda: gone)

    reply = call(health_detailed)

    assert reply.status == 200
    assert reply.data["checks"][check] == "down"
    assert reply.data["status"] == "degraded"


def test_no_name_or_secret_is_told(cloud: None) -> None:
    text = call(health_detailed).text

    names = (settings().table, settings().bucket, settings().mail_sender, ADMIN_KEY, "arn:")
    for name in names:
        assert f'"{name}"' not in text
    assert "arn:" not in text
    assert "example.com" not in text


def test_anyone_may_ask_as_often_as_they_like(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    checks: list[object] = []
    real = checks_module.check_everything

    def counted() -> object:
        checks.append(found := real())
        return found

    monkeypatch.setattr(checks_module, "check_everything", counted)
    for second in (60, 61, 75, 89, 90, 119):
        monkeypatch.setattr("time.monotonic", partial(float, second))
        assert call(health_detailed).status == 200

    assert len(checks) == 2


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException", "SlowDown"])
def test_what_is_asked_too_often_is_unknown_and_not_down(
    cloud: None, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    class Busy:
        def __getattr__(self, name: str) -> Any:
            raise ClientError({"Error": {"Code": code}}, name)

    monkeypatch.setattr(checks_module, "_client", lambda _: Busy())

    reply = call(health_detailed)

    assert {reply.data["checks"][name] for name in ("database", "storage", "email")} == {"unknown"}
    assert reply.data["status"] == "ok"


def test_head_is_answered_with_the_headers_alone(cloud: None) -> None:
    reply = call(health_detailed, method="HEAD")

    assert (reply.status, reply.text) == (200, "")
    assert reply.headers.keys() == call(health_detailed).headers.keys()
