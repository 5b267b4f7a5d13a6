"""DynamoDB Local for the tests whose point is what DynamoDB really does."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from local import dynamodb_local as emulator
from local.dynamodb_local import DynamoDbLocal
from stvos.dynamodb import table as table_module
from stvos.settings import settings
from tests.world import World


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[DynamoDbLocal]:
    """One emulator a session; that it cannot start is a failure, never a skip."""
    with emulator.running() as running:
        yield running


@pytest.fixture(scope="session")
def race_table(dynamodb_local: DynamoDbLocal) -> str:
    """The name of the template's own table, made in that emulator."""
    name = f"races-{secrets.token_hex(4)}"
    dynamodb_local.create_table(name)
    return name


@pytest.fixture
def race_world(
    cloud: None, dynamodb_local: DynamoDbLocal, race_table: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A brand whose table lies in DynamoDB Local; everything else is the functional tests'."""
    with _in_use(race_table, dynamodb_local, monkeypatch):
        yield World.with_client()


@pytest.fixture
def empty_table(
    cloud: None, dynamodb_local: DynamoDbLocal, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A table of this test's own in DynamoDB Local, small enough to be looked at whole."""
    name = f"races-{secrets.token_hex(4)}"
    dynamodb_local.create_table(name)
    with _in_use(name, dynamodb_local, monkeypatch):
        yield
    dynamodb_local.client().delete_table(TableName=name)


@contextmanager
def _in_use(
    table: str, dynamodb_local: DynamoDbLocal, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    client = dynamodb_local.client()
    monkeypatch.setattr(table_module, "client", lambda: client)
    monkeypatch.setenv("STVOS_TABLE", table)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def all_at_once[T](calls: Sequence[Callable[[], T]]) -> list[T]:
    """Make calls at the same moment, each in a thread of its own."""
    start = Barrier(len(calls))

    def make(call: Callable[[], T]) -> T:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))
