"""A stocked brand for the tests of the content routes."""

import pytest

from tests.api.content.stock import Stock
from tests.world import World


@pytest.fixture
def stock(world: World) -> Stock:
    """A brand with a category and a trainer, and no class yet."""
    return Stock.of(world)
