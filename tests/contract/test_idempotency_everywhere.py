"""Idempotency keys on every changing route: once done, once stored, once answered."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from local.endpoints import Endpoint
from stvos import clock
from stvos.dynamodb.table import Item, Table, Write
from stvos.identity.principal import Who
from stvos.ids import new_token
from tests.contract.example_requests import example
from tests.contract.repository import built
from tests.contract.scene import Ask, Scene
from tests.contract.stored import differences, everything_stored

CHANGING = [endpoint for endpoint in built() if endpoint.spec.changes]
OF_ANYONE = [
    endpoint
    for endpoint in CHANGING
    if endpoint.spec.who in {Who.ANYONE, Who.OPTIONAL_KEY, Who.KEY}
]
OF_ONE_PERSON = [endpoint for endpoint in CHANGING if endpoint not in OF_ANYONE]
# Longer than the lease of an attempt that died.
LEASE_IS_OVER = timedelta(seconds=60)
# The record of the key itself, and counted attempts: the repeated one is an attempt too.
BESIDES = frozenset({"idempotency", "limit"})

# The caller's token is dead with the first call, and opens nothing but this call's own answer.
ENDS_ITS_SIGN_IN = {"accounts.logout", "partners.staff_logout"}

# A refresh token that this API did not make, of a sign-in that stands, ends it: someone has a copy.
ENDED_BY_ANOTHER_TOKEN = {"accounts.refresh", "accounts.trainer_refresh", "partners.staff_refresh"}


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


@pytest.mark.parametrize("endpoint", CHANGING, ids=named)
def test_a_repetition_is_answered_alike_and_changes_nothing(
    cloud: None, endpoint: Endpoint
) -> None:
    scene, key = Scene(), {"Idempotency-Key": new_token()}
    ask = example(endpoint, scene)
    untouched = everything_stored()

    first = scene.send(endpoint, ask, key)
    after_first = everything_stored()
    second = scene.send(endpoint, ask, key)

    assert first.status < 400, first.text
    assert "Idempotency-Replayed" not in first.headers
    assert (second.status, second.text) == (first.status, first.text)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert differences(after_first, everything_stored()) == {}
    assert differences(untouched, after_first) != {}


@pytest.mark.parametrize("endpoint", OF_ONE_PERSON, ids=named)
def test_another_request_with_the_same_key_is_refused(cloud: None, endpoint: Endpoint) -> None:
    scene, key = Scene(), {"Idempotency-Key": new_token()}
    ask = example(endpoint, scene)
    scene.send(endpoint, ask, key)
    after_first = everything_stored()

    other = scene.send(endpoint, different(endpoint, ask), key)

    refused = "INVALID_TOKEN" if named(endpoint) in ENDS_ITS_SIGN_IN else "IDEMPOTENCY_MISMATCH"
    assert other.code == refused
    assert differences(after_first, everything_stored()) == {}


@pytest.mark.parametrize("endpoint", OF_ANYONE, ids=named)
def test_of_callers_who_are_not_signed_in_a_key_belongs_to_the_request(
    cloud: None, endpoint: Endpoint
) -> None:
    """Their apps share one brand's key: another person's request must not meet it."""
    scene, key = Scene(), {"Idempotency-Key": new_token()}
    ask = example(endpoint, scene)
    first = scene.send(endpoint, ask, key)

    other = scene.send(endpoint, different(endpoint, ask), key)
    again = scene.send(endpoint, ask, key)

    assert "Idempotency-Replayed" not in other.headers
    assert other.status != HTTPStatus.UNPROCESSABLE_ENTITY
    if named(endpoint) in ENDED_BY_ANOTHER_TOKEN:
        assert again.code == "INVALID_TOKEN"
        return
    assert (again.status, again.text) == (first.status, first.text)
    assert again.headers["Idempotency-Replayed"] == "true"


class Died(BaseException):
    """The process is gone: nothing catches this, and nothing tidies up."""


@pytest.mark.parametrize("endpoint", CHANGING, ids=named)
def test_a_crash_before_the_answer_was_kept_leaves_one_effect(
    cloud: None, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, key = Scene(), {"Idempotency-Key": new_token()}
    ask = example(endpoint, scene)
    with monkeypatch.context() as dying:
        dying.setattr(Table, "write", _dies_keeping_the_answer(Table.write))
        with pytest.raises(Died):
            scene.send(endpoint, ask, key)
    after_crash = everything_stored(BESIDES)

    at_once = scene.send(endpoint, ask, key)
    real_now = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real_now() + LEASE_IS_OVER)
    later = scene.send(endpoint, ask, key)
    again = scene.send(endpoint, ask, key)

    assert differences(after_crash, everything_stored(BESIDES)) == {}
    assert (at_once.status, at_once.code) == (409, "IDEMPOTENCY_IN_PROGRESS")
    assert later.status < 400, later.text
    assert (again.status, again.text) == (later.status, later.text)
    assert again.headers["Idempotency-Replayed"] == "true"


def _dies_keeping_the_answer(write: Any) -> Any:
    def dying(table: Table, what: Write) -> Item | None:
        if "answer" in what.sets:
            raise Died
        done: Item | None = write(table, what)
        return done

    return dying


# ---------------------------------------------------------------- a request that differs


def different(endpoint: Endpoint, ask: Ask) -> Ask:
    """The same request with another valid body."""
    model = endpoint.spec.body
    if isinstance(ask.body, dict) and model:
        for body in _changed(ask.body):
            if _is_valid(model, body):
                return replace(ask, body=body)
    # Nothing in it can differ but how it is written.
    text = json.dumps(ask.body) if ask.body is not None else "{}"
    text = ask.body if isinstance(ask.body, str) else text
    return replace(ask, body=text + "\n")


def _changed(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in body.items():
        match value:
            case bool():
                yield body | {name: not value}
            case int() | float():
                yield from (body | {name: value + 1}, body | {name: value - 1})
            case str():
                yield from (body | {name: value + "x"}, body | {name: "x" + value})
    for name in body:
        yield {n: v for n, v in body.items() if n != name}


def _is_valid(model: type[BaseModel], body: dict[str, Any]) -> bool:
    try:
        model.model_validate_json(json.dumps(body), strict=True)
    except ValidationError:
        return False
    return True
