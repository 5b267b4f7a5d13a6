"""DynamoDB Local for the tests whose point is what DynamoDB really does."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import dynamodb_local as emulator
from local.dynamodb_local import DynamoDbLocal

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs these, one after another: they measure what happens at the same time."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("serial"))


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
