"""Limits on what can be guessed."""

from datetime import UTC, datetime, timedelta

import pytest

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import TooManyAttempts
from stvos.identity.limits import Limit, Limiter
from stvos.ids import new_id

THREE = Limit("three", 3, timedelta(minutes=15))


class Clock:
    def __init__(self) -> None:
        # Far ahead, so that no window of the test has expired for the real clock.
        self.now = datetime(2100, 1, 1, 12, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _limiter(clock: Clock, tenant: int | None = None) -> Limiter:
    return Limiter(Table.of_stack(), ClientId(tenant or new_id()), clock)


def test_attempts_are_counted_up_to_the_limit(cloud: None, clock: Clock) -> None:
    limiter = _limiter(clock)

    assert [limiter.charge(THREE, "ada").count for _ in range(3)] == [1, 2, 3]
    with pytest.raises(TooManyAttempts) as refused:
        limiter.charge(THREE, "ada")

    assert refused.value.headers == {"Retry-After": str(8 * 60)}


def test_subjects_scopes_and_tenants_are_counted_apart(cloud: None, clock: Clock) -> None:
    limiter = _limiter(clock)
    for _ in range(3):
        limiter.charge(THREE, "ada")

    assert limiter.charge(THREE, "eve").count == 1
    assert limiter.charge(Limit("other", 3, THREE.window), "ada").count == 1
    assert _limiter(clock).charge(THREE, "ada").count == 1


def test_a_new_window_starts_from_nothing(cloud: None, clock: Clock) -> None:
    limiter = _limiter(clock)
    for _ in range(3):
        limiter.charge(THREE, "ada")
    clock.now += timedelta(minutes=8)

    assert limiter.charge(THREE, "ada").count == 1


def test_looking_counts_nothing(cloud: None, clock: Clock) -> None:
    limiter = _limiter(clock)
    for _ in range(9):
        limiter.require_open(THREE, "ada")
    for _ in range(3):
        limiter.charge(THREE, "ada")

    with pytest.raises(TooManyAttempts):
        limiter.require_open(THREE, "ada")


def test_a_right_attempt_can_be_forgotten(cloud: None, clock: Clock) -> None:
    limiter = _limiter(clock)
    for _ in range(3):
        charge = limiter.charge(THREE, "ada")
    Table.of_stack().write(charge.reset)

    assert limiter.charge(THREE, "ada").count == 1
