"""Live classes as members see them: with their trainer and category, and within the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stvos.catalogue.models import LiveClass
from stvos.catalogue.records import Catalogue, CategoryRecord, ClassRecord, TrainerRecord
from stvos.catalogue.repository import CatalogueRepository
from stvos.catalogue_search.index import CatalogueIndex

# Stands for "no category" where an index demands one; no filter can name this id.
_NO_CATEGORY = CategoryRecord(-1, "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A live class with its trainer and category; `places_left` where places are limited."""

    live: LiveClass
    trainer: TrainerRecord
    category: CategoryRecord | None
    places_left: int | None = None

    @property
    def record(self) -> ClassRecord:
        """The live class as the catalogue would show it."""
        live = self.live
        return ClassRecord(
            id=live.id,
            name=live.name,
            trainer_id=live.trainer_id,
            category_id=live.category_id or _NO_CATEGORY.id,
            duration=live.duration,
            intensity=live.intensity,
            published_at=live.created_at,
            description=live.description,
            is_live=True,
        )


def listings(
    classes: Sequence[LiveClass],
    catalogue: CatalogueIndex,
    content: CatalogueRepository,
    places_left: Mapping[int, int],
) -> list[Listing]:
    """Each live class with its trainer and category: from the catalogue, or where they are too
    new for it, from the table. `places_left`: by class, where some may be taken.
    """
    trainers = {live.trainer_id: catalogue.trainer(live.trainer_id) for live in classes}
    categories = {
        live.category_id: catalogue.category(live.category_id)
        for live in classes
        if live.category_id is not None
    }
    new_trainers = [number for number, known in trainers.items() if known is None]
    new_categories = [number for number, known in categories.items() if known is None]
    if new_trainers or new_categories:
        _, found_categories, found_trainers = content.current([], new_categories, new_trainers)
        trainers |= {trainer.id: trainer.record for trainer in found_trainers}
        categories |= {category.id: category.record for category in found_categories}
    return [
        Listing(
            live,
            trainer,
            categories[live.category_id] if live.category_id else None,
            places_left.get(live.id, live.capacity),
        )
        for live in classes
        if (trainer := trainers[live.trainer_id]) is not None
    ]


def index_of(listings: Sequence[Listing]) -> CatalogueIndex:
    """An index of live classes, which knows the same filters, orders and words as the catalogue.

    There are few at a time, so it is made for one request.
    """
    trainers = {listing.trainer for listing in listings}
    categories = {listing.category or _NO_CATEGORY for listing in listings}
    records = tuple(listing.record for listing in listings)
    catalogue = Catalogue(records, tuple(categories), tuple(trainers))
    return CatalogueIndex.open(CatalogueIndex.build(catalogue))
