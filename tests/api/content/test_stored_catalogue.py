"""What the operator stores: counts, refusals and pages of classes, categories and trainers."""

import pytest

from stvos.catalogue.repository import CatalogueRepository
from stvos.errors import Conflict, InvalidInput, NotFound
from stvos.paging import PageQuery
from tests.api.content.stock import Stock
from tests.world import World


def total(stock: Stock) -> int:
    return stock.content.classes(PageQuery())[1]


def test_a_class_is_stored_whole_and_read_back(stock: Stock) -> None:
    added = stock.fitness_class(tags=("a",), equipment=("mat",), thumbnail_url="https://x.example")

    assert stock.content.require_class(added.id, consistent=True) == added
    assert stock.content.classes(PageQuery()) == ([added], 1)


@pytest.mark.parametrize("field", ["category_id", "trainer_id"])
def test_a_class_of_an_unknown_category_or_trainer_is_refused(stock: Stock, field: str) -> None:
    wrong = stock.unsaved().model_copy(update={field: 1})

    with pytest.raises(InvalidInput) as refusal:
        stock.content.add_class(wrong)

    camel = {"category_id": "categoryId", "trainer_id": "trainerId"}[field]
    assert [error.path for error in refusal.value.fields] == [f"body.{camel}"]
    assert stock.content.unknown_references([stock.unsaved(), wrong]) == [(1, camel)]
    assert total(stock) == 0


def test_another_brand_s_category_is_unknown(stock: Stock, other_world: World) -> None:
    theirs = Stock.of(other_world)

    with pytest.raises(InvalidInput):
        stock.content.add_class(stock.unsaved(category_id=theirs.yoga.id))
    with pytest.raises(NotFound):
        stock.content.require_category(theirs.yoga.id)


def test_a_category_or_trainer_with_classes_cannot_be_deleted(stock: Stock) -> None:
    added, boxing = stock.fitness_class(), stock.category("Boxing")
    for remove in (stock.content.delete_category, stock.content.delete_trainer):
        with pytest.raises(Conflict):
            remove(stock.yoga.id if remove == stock.content.delete_category else stock.trainer.id)

    moved = added.model_copy(update={"category_id": boxing.id})
    stock.content.replace_class(added, moved)
    stock.content.delete_category(stock.yoga.id)
    with pytest.raises(Conflict):
        stock.content.delete_category(boxing.id)
    stock.content.delete_class(added.id)
    stock.content.delete_category(boxing.id)
    stock.content.delete_trainer(stock.trainer.id)

    assert stock.content.is_empty()


def test_a_trainer_or_category_with_a_live_class_cannot_be_deleted(stock: Stock) -> None:
    boxing = stock.category("Boxing")
    live = stock.live_class()
    with pytest.raises(Conflict):
        stock.content.delete_trainer(stock.trainer.id)

    stock.live.replace_live_class(live, live.model_copy(update={"category_id": boxing.id}))
    stock.content.delete_category(stock.yoga.id)
    with pytest.raises(Conflict):
        stock.content.delete_category(boxing.id)

    stock.live.delete_live_class(live.id)
    stock.content.delete_category(boxing.id)
    stock.content.delete_trainer(stock.trainer.id)
    assert stock.live.live_classes(PageQuery()) == ([], 0)


def test_a_change_to_what_somebody_else_changed_is_refused(stock: Stock) -> None:
    seen = stock.fitness_class()
    newer = seen.model_copy(
        update={"name": "Theirs", "updated_at": seen.updated_at.replace(year=2030)}
    )
    stock.content.replace_class(seen, newer)

    with pytest.raises(Conflict):
        stock.content.replace_class(seen, seen.model_copy(update={"name": "Mine"}))

    assert stock.content.require_class(seen.id, consistent=True).name == "Theirs"


def test_a_changed_category_keeps_its_count_and_loses_what_was_cleared(stock: Stock) -> None:
    stock.fitness_class()
    with_image = stock.yoga.model_copy(update={"image": "https://img.example/y.jpg"})
    stock.content.replace_category(stock.yoga, with_image)
    bare = with_image.model_copy(update={"image": None, "name": "Yin"})
    stock.content.replace_category(with_image, bare)

    assert stock.content.require_category(stock.yoga.id) == bare
    assert total(stock) == 1
    with pytest.raises(Conflict):
        stock.content.delete_category(stock.yoga.id)


def test_an_import_stores_all_and_pages_list_them_in_order(stock: Stock) -> None:
    classes = [stock.unsaved(f"Class {n}") for n in range(70)]

    stock.content.import_classes(classes)

    found, count = stock.content.classes(PageQuery(page=2, limit=30))
    assert count == 70
    assert [item.id for item in found] == sorted(item.id for item in classes)[30:60]


def test_what_is_gone_is_not_found(stock: Stock) -> None:
    repository: CatalogueRepository = stock.content
    for ask in (
        repository.require_class,
        repository.delete_class,
        repository.require_category,
        repository.delete_category,
        repository.require_trainer,
        repository.delete_trainer,
        stock.live.require_live_class,
        stock.live.delete_live_class,
    ):
        with pytest.raises(NotFound):
            ask(1)
