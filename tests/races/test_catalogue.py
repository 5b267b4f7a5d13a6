"""Races around the catalogue, on DynamoDB Local."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier

import pytest

from local.dynamodb_local import DynamoDbLocal
from stvos.clock import utc_now
from stvos.content.models import Category, FitnessClass, Trainer
from stvos.content.plays import PlayCounts
from stvos.content.repository import ContentRepository
from stvos.errors import StvosError
from stvos.ids import new_id
from stvos.keys import ClientId
from stvos.paging import PageQuery
from stvos.table import Table

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def table(dynamodb_local: DynamoDbLocal, race_table: str) -> Table:
    return Table(race_table, dynamodb_local.client())


@pytest.fixture
def content(table: Table) -> ContentRepository:
    return ContentRepository(table, ClientId(new_id()))


def at_once(*works: Callable[[], None]) -> None:
    """Do all at the same time; refusals are fine, anything else is not."""
    start = Barrier(len(works))

    def do(work: Callable[[], None]) -> None:
        start.wait()
        with suppress(StvosError):
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(do, works))


def shelf(content: ContentRepository) -> tuple[Category, Trainer]:
    category = Category(id=new_id(), name="Yoga", created_at=NOW, updated_at=NOW)
    trainer = Trainer(id=new_id(), name="Zoë", created_at=NOW, updated_at=NOW)
    content.add_category(category)
    content.add_trainer(trainer)
    return category, trainer


def fitness_class(category: Category, trainer: Trainer) -> FitnessClass:
    return FitnessClass.model_validate(
        {
            "id": new_id(),
            "name": "Flow",
            "category_id": category.id,
            "trainer_id": trainer.id,
            "duration": 30,
            "intensity": "low",
            "published_at": NOW,
            "video": {"source": "hls", "ref": "https://video.example/1.m3u8"},
            "created_at": NOW,
            "updated_at": NOW,
        }
    )


def test_no_class_is_ever_in_a_deleted_category(content: ContentRepository) -> None:
    for _ in range(20):
        category, trainer = shelf(content)
        added = fitness_class(category, trainer)

        at_once(
            lambda added=added: content.add_class(added),  # type: ignore[misc]
            lambda category=category: content.delete_category(category.id),  # type: ignore[misc]
        )

        classes, categories, _ = content.current([added.id], [category.id], [])
        assert len(classes) == len(categories), "both are there, or neither is"


def test_parallel_imports_into_one_category_count_every_class(content: ContentRepository) -> None:
    category, trainer = shelf(content)
    added = [[fitness_class(category, trainer) for _ in range(20)] for _ in range(4)]

    for wave in range(0, 4, 2):
        at_once(
            *(lambda part=part: content.import_classes(part) for part in added[wave : wave + 2])
        )

    found, total = content.classes(PageQuery(limit=100))
    assert total == len(found)
    assert total in {20, 40, 60, 80}


def test_a_session_told_to_many_at_once_counts_once(table: Table) -> None:
    plays = PlayCounts(table, ClientId(new_id()))
    started = {new_id(): 7 for _ in range(20)}

    at_once(*(lambda: plays.count(started, utc_now()) for _ in range(4)))

    assert plays.totals() == {7: 20}
