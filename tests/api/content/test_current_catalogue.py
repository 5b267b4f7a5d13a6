"""How the content routes keep a brand's catalogue in memory."""

from typing import Any

import boto3
import pytest

from content import add_favourite, get_class, list_classes
from stvos.catalogue_search import catalogue
from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.projection import CatalogueProjection, Touched
from stvos.settings import settings
from tests.api.content.stock import Stock
from tests.world import World


def told(stock: Stock, *touched: tuple[str, int]) -> None:
    """The catalogue's queue has been worked off, elsewhere."""
    CatalogueProjection.of(stock.world.tenant).follow(Touched.of(touched))


def test_a_reader_asks_for_a_newer_snapshot_at_most_once_a_second(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    clock = [100.0]
    pointer, load = CatalogueStore.pointer, CatalogueStore.load

    def counted_pointer(self: CatalogueStore, **how: bool) -> Any:
        asked.append("read")
        return pointer(self, **how)

    def counted_load(self: CatalogueStore, *what: Any) -> Any:
        asked.append("load")
        return load(self, *what)

    def items() -> int:
        return len(stock.world.call(list_classes).data["items"])

    told(stock)
    monkeypatch.setattr(CatalogueStore, "pointer", counted_pointer)
    monkeypatch.setattr(CatalogueStore, "load", counted_load)
    monkeypatch.setattr("stvos.catalogue_search.catalogue.time.monotonic", lambda: clock[0])

    assert (items(), asked) == (0, ["read", "load"])
    assert (items(), asked) == (0, ["read", "load"])

    added = stock.fitness_class()
    told(stock, ("class", added.id))
    asked.clear()
    assert (items(), asked) == (0, [])
    clock[0] += catalogue.ASKED_EVERY
    assert (items(), asked) == (1, ["read", "load"])
    clock[0] += catalogue.ASKED_EVERY
    assert (items(), asked) == (1, ["read", "load", "read"])


def test_a_class_that_another_process_shows_already_is_found_at_once(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(stock)
    member = stock.world.member()
    monkeypatch.setattr("stvos.catalogue_search.catalogue.time.monotonic", lambda: 100.0)
    assert stock.world.call(list_classes).data["items"] == []
    shown = stock.fitness_class()
    told(stock, ("class", shown.id))
    assert stock.world.call(get_class, id=shown.id).status == 200

    marked = stock.fitness_class()
    told(stock, ("class", marked.id))
    assert member.call(add_favourite, classId=marked.id).status == 200


def test_a_reader_pointed_to_a_cleared_snapshot_finds_the_next_one(stock: Stock) -> None:
    added = stock.fitness_class()
    told(stock)
    pointer = CatalogueStore.of(stock.world.tenant).pointer()
    assert pointer is not None
    boto3.client("s3").delete_object(Bucket=settings().bucket, Key=pointer.object_key)
    catalogue.forget_catalogues()

    (item,) = stock.world.call(list_classes).data["items"]

    assert item["id"] == added.id


def test_a_process_keeps_the_catalogues_that_were_asked_for_last(
    stock: Stock, other_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Stock.of(other_world)
    catalogue.forget_catalogues()
    monkeypatch.setattr(catalogue, "_KEPT_BYTES", 1)

    for brand in (stock, other):
        brand.world.call(list_classes)

    assert [tenant for _, tenant in catalogue._open] == [other_world.tenant]
