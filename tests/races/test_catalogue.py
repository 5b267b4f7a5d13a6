"""Races around the catalogue, on DynamoDB Local."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from threading import Barrier
from typing import TYPE_CHECKING, cast

import pytest

from local.dynamodb_local import DynamoDbLocal
from stvos.catalogue.models import Category, FitnessClass, Trainer
from stvos.catalogue.plays import PlayCounts
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.index import CatalogueIndex
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import StvosError
from stvos.ids import new_id
from stvos.paging import PageQuery

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def table(dynamodb_local: DynamoDbLocal, race_table: str) -> Table:
    return Table(race_table, dynamodb_local.client())


@pytest.fixture
def content(table: Table) -> CatalogueRepository:
    return CatalogueRepository(table, ClientId(new_id()))


def in_parallel(*works: Callable[[], None]) -> None:
    """Do all at the same time; refusals are fine, anything else is not."""
    start = Barrier(len(works))

    def do(work: Callable[[], None]) -> None:
        start.wait()
        with suppress(StvosError):
            work()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(do, works))


def shelf(content: CatalogueRepository) -> tuple[Category, Trainer]:
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


def test_no_class_is_ever_in_a_deleted_category(content: CatalogueRepository) -> None:
    for _ in range(20):
        category, trainer = shelf(content)
        added = fitness_class(category, trainer)

        in_parallel(
            lambda added=added: content.add_class(added),  # type: ignore[misc]
            lambda category=category: content.delete_category(category.id),  # type: ignore[misc]
        )

        classes, categories, _ = content.current([added.id], [category.id], [])
        assert len(classes) == len(categories), "both are there, or neither is"


def test_parallel_imports_into_one_category_count_every_class(content: CatalogueRepository) -> None:
    category, trainer = shelf(content)
    added = [[fitness_class(category, trainer) for _ in range(20)] for _ in range(4)]

    for wave in range(0, 4, 2):
        in_parallel(
            *(lambda part=part: content.import_classes(part) for part in added[wave : wave + 2])
        )

    found, total = content.classes(PageQuery(limit=100))
    assert total == len(found)
    assert total in {20, 40, 60, 80}


def test_a_session_told_to_many_at_once_counts_once(table: Table) -> None:
    plays = PlayCounts(table, ClientId(new_id()))
    started = {new_id(): 7 for _ in range(20)}

    in_parallel(*(lambda: plays.count(started, utc_now()) for _ in range(4)))

    assert plays.totals() == {7: 20}


class Objects:
    """As much of a bucket as snapshots need."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    def put_object(self, *, Key: str, Body: bytes, **_: str) -> None:  # noqa: N803
        assert Key not in self.bodies or self.bodies[Key] == Body, "a snapshot is never changed"
        self.bodies[Key] = Body

    def get_object(self, *, Key: str, **_: str) -> dict[str, BytesIO]:  # noqa: N803
        return {"Body": BytesIO(self.bodies[Key])}

    def get_paginator(self, _: str) -> "Objects":
        return self

    def paginate(self, **_: str) -> list[dict[str, list[str]]]:
        return []  # Nothing here is old enough to be cleared away.


def test_rebuilds_at_the_same_time_lose_nobodys_class(table: Table) -> None:
    tenant, objects = ClientId(new_id()), Objects()
    content = CatalogueRepository(table, tenant)
    category, trainer = shelf(content)
    store = CatalogueStore(table, "none", cast("S3Client", objects), tenant)
    added = [fitness_class(category, trainer) for _ in range(6)]

    def add_and_follow(item: FitnessClass) -> None:
        content.add_class(item)
        projection = CatalogueProjection(content, PlayCounts(table, tenant), store)
        projection.follow(Touched(classes=frozenset({item.id})))

    in_parallel(*(partial(add_and_follow, item) for item in added))

    pointer = store.pointer(consistent=True)
    assert pointer is not None
    known = CatalogueIndex.open(store.load(pointer) or b"").catalogue()
    stored, _, _ = content.current([item.id for item in added], [], [])
    assert {record.id for record in known.classes} == {item.id for item in stored}
    assert stored
