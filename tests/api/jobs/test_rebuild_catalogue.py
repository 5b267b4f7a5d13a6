"""The queue of changed catalogues: snapshots follow what the operator wrote."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from jobs import rebuild_catalogue
from stvos.catalogue.plays import PlayCounts
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search import projection
from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex
from stvos.catalogue_search.projection import PLAYS_EVERY, CatalogueProjection, Touched
from stvos.catalogue_search.snapshot_update import update
from stvos.clock import utc_now
from stvos.settings import settings
from tests.api.content.stock import Stock
from tests.world import World


@pytest.fixture
def stock(world: World) -> Stock:
    return Stock.of(world)


def message(stock: Stock, *touched: tuple[str, int], message_id: str = "1") -> dict[str, Any]:
    body = {"clientId": stock.world.client.id, "content": {"touched": [list(t) for t in touched]}}
    return {"messageId": message_id, "body": json.dumps(body)}


def told(stock: Stock, *touched: tuple[str, int]) -> dict[str, Any]:
    """The queue hands the worker one message."""
    answer: dict[str, Any] = rebuild_catalogue.handler(
        {"Records": [message(stock, *touched)]}, None
    )
    return answer


def published(stock: Stock) -> CatalogueIndex:
    store = CatalogueStore.of(stock.world.tenant)
    pointer = store.pointer(consistent=True)
    assert pointer is not None
    packed = store.load(pointer)
    assert packed is not None
    return CatalogueIndex.open(packed)


def names(stock: Stock) -> list[str]:
    index = published(stock)
    page = index.browse(Filter(), Sort("name"), page=1, limit=100, now=utc_now())
    return [item.record.name for item in page.items]


def version(stock: Stock) -> int:
    pointer = CatalogueStore.of(stock.world.tenant).pointer(consistent=True)
    assert pointer is not None
    return pointer.version


def objects(stock: Stock) -> list[str]:
    answer = boto3.client("s3").list_objects_v2(
        Bucket=settings().bucket, Prefix=f"catalogues/{stock.world.client.id}/"
    )
    return [found["Key"] for found in answer.get("Contents", [])]


def test_a_new_a_changed_and_a_removed_class_follow(stock: Stock) -> None:
    first, second = stock.fitness_class("First"), stock.fitness_class("Second")
    assert told(stock, ("class", first.id), ("class", second.id)) == {"batchItemFailures": []}
    assert names(stock) == ["First", "Second"]

    stock.content.replace_class(first, first.model_copy(update={"name": "Changed"}))
    stock.content.delete_class(second.id)
    third = stock.fitness_class("Third")
    told(stock, ("class", first.id), ("class", second.id), ("class", third.id))

    assert names(stock) == ["Changed", "Third"]


def test_a_batch_makes_one_snapshot_for_each_brand(stock: Stock, other_world: World) -> None:
    other = Stock.of(other_world)
    told(stock)
    told(other)
    added = [stock.fitness_class("A"), stock.fitness_class("B"), other.fitness_class("C")]

    answer = rebuild_catalogue.handler(
        {
            "Records": [
                message(stock, ("class", added[0].id), message_id="1"),
                message(other, ("class", added[2].id), message_id="2"),
                message(stock, ("class", added[1].id), message_id="3"),
                {"messageId": "4", "body": "not json"},
            ]
        },
        None,
    )

    assert answer == {"batchItemFailures": [{"itemIdentifier": "4"}]}
    assert (names(stock), names(other)) == (["A", "B"], ["C"])
    assert (version(stock), version(other)) == (2, 2)


def test_a_trainer_s_new_name_reaches_all_classes(stock: Stock) -> None:
    stock.fitness_class()
    told(stock)
    stock.content.replace_trainer(
        stock.trainer, stock.trainer.model_copy(update={"name": "Zoë Adler"})
    )

    told(stock, ("trainer", stock.trainer.id))

    index = published(stock)
    assert index.search("adler", Filter(), page=1, limit=9, now=utc_now()).total == 1
    assert index.search("okafor", Filter(), page=1, limit=9, now=utc_now()).total == 0


def test_a_class_told_before_its_category_is_there_with_it(stock: Stock) -> None:
    told(stock)
    boxing = stock.category("Boxing")
    added = stock.fitness_class("Punch", category_id=boxing.id)

    told(stock, ("class", added.id))

    (shelf,) = [c for c in published(stock).categories(now=utc_now()) if c.category.id == boxing.id]
    assert (shelf.category.name, shelf.class_count) == ("Boxing", 1)


def test_told_twice_or_late_it_makes_no_new_snapshot(stock: Stock) -> None:
    added = stock.fitness_class()
    told(stock, ("class", added.id))
    before = version(stock)
    stock.content.delete_class(added.id)
    told(stock, ("class", added.id))

    told(stock, ("class", added.id))  # the same again
    told(stock, ("class", added.id), ("category", stock.yoga.id), ("class", 1))  # and late ones

    assert version(stock) == before + 1
    assert names(stock) == []


def test_an_overtaken_rebuild_starts_again_and_loses_nothing(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(stock)
    mine, theirs = stock.fitness_class("Mine"), stock.fitness_class("Theirs")
    overtaken: list[bool] = []

    def overtaken_update(*wanted: Any) -> bytes | None:
        if not overtaken:
            overtaken.append(True)
            told(stock, ("class", theirs.id))  # another one publishes first
        return update(*wanted)

    monkeypatch.setattr(projection, "update", overtaken_update)
    told(stock, ("class", mine.id))

    assert names(stock) == ["Mine", "Theirs"]
    assert version(stock) == 3


def test_an_overtaken_rebuild_never_brings_back_what_it_had_read(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = stock.fitness_class("Old name")
    told(stock, ("class", added.id))
    other = stock.fitness_class("Other")
    renamed: list[bool] = []

    def renamed_meanwhile(*wanted: Any) -> bytes | None:
        if not renamed:
            renamed.append(True)
            stock.content.replace_class(added, added.model_copy(update={"name": "New name"}))
            told(stock, ("class", added.id))
        return update(*wanted)

    monkeypatch.setattr(projection, "update", renamed_meanwhile)
    told(stock, ("class", other.id), ("class", added.id))

    assert names(stock) == ["New name", "Other"]


@pytest.mark.parametrize("dies_at", ["put_object", "_move"])
def test_a_rebuild_killed_half_way_changes_nothing_and_is_made_up_for(
    stock: Stock, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    told(stock)
    added = stock.fitness_class()

    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    store = CatalogueStore.of(stock.world.tenant)
    with monkeypatch.context() as dying:
        dying.setattr(store._objects if dies_at == "put_object" else CatalogueStore, dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            told(stock, ("class", added.id))
    assert names(stock) == []

    told(stock, ("class", added.id))

    assert names(stock) == ["Morning Flow"]


def test_replaced_snapshots_are_cleared_away_once_no_reader_needs_them(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(stock)
    told(stock, ("class", stock.fitness_class("A").id))
    assert len(objects(stock)) == 2, "a reader may still be loading the one before"

    monkeypatch.setattr("stvos.catalogue_search.catalogue_store._GRACE", timedelta(0))
    told(stock, ("class", stock.fitness_class("B").id))

    pointer = CatalogueStore.of(stock.world.tenant).pointer(consistent=True)
    assert pointer is not None
    assert objects(stock) == [pointer.object_key]


def test_a_lost_snapshot_is_made_again_from_the_table(stock: Stock) -> None:
    stock.fitness_class("A")
    told(stock)
    boto3.client("s3").delete_object(Bucket=settings().bucket, Key=objects(stock)[0])

    told(stock, ("class", stock.fitness_class("B").id))

    assert names(stock) == ["A", "B"]


def test_one_brand_s_rebuild_leaves_the_other_s_snapshot_alone(
    stock: Stock, other_world: World
) -> None:
    other = Stock.of(other_world)
    other.fitness_class("Theirs")
    told(other)

    told(stock, ("class", stock.fitness_class("Mine").id))

    assert (names(stock), names(other)) == (["Mine"], ["Theirs"])


def test_counts_of_plays_are_taken_over_when_they_are_old(stock: Stock) -> None:
    quiet, popular = stock.fitness_class("Quiet"), stock.fitness_class("Popular")
    told(stock)
    plays = PlayCounts(stock.world.table, stock.world.tenant)
    plays.count({1: popular.id, 2: popular.id, 3: quiet.id}, utc_now())

    told(stock)
    assert {r.plays for r in published(stock).catalogue().classes} == {0}

    tenant = stock.world.tenant
    later = CatalogueProjection(
        CatalogueRepository(stock.world.table, tenant),
        plays,
        CatalogueStore.of(tenant),
        now=lambda: utc_now() + PLAYS_EVERY,
    )
    later.follow(Touched())

    index = published(stock)
    page = index.browse(Filter(), Sort("popular"), page=1, limit=9, now=utc_now())
    assert [(i.record.name, i.record.plays) for i in page.items] == [("Popular", 2), ("Quiet", 1)]
    told(stock, ("class", quiet.id))
    assert {r.plays for r in published(stock).catalogue().classes} == {1, 2}
