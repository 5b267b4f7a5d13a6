"""DynamoDB access patterns C1 to C8 of docs/data-model.md: classes, categories and trainers.

Every class belongs to a category and a trainer of its client. Both count their classes, within
the transaction that stores or removes one, so none can be deleted while a class needs it.
`first` are writes that the caller puts before them in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from stvos.catalogue.models import Category, FitnessClass, Trainer
from stvos.dynamodb.keys import ClientId, Key, Keys
from stvos.dynamodb.table import (
    Attr,
    Item,
    Table,
    Write,
    delete,
    delete_if_unchanged,
    put,
    replace_if_unchanged,
    update,
)
from stvos.errors import Conflict, InvalidInput, NotFound
from stvos.models import Entity
from stvos.paging import PageQuery

# A transaction takes 100 writes: each class, at worst with a category and a trainer of its own,
# and what the caller writes before them.
_IMPORT_BATCH_SIZE = 32
# What the operator cannot set: how many classes need this category or trainer.
COUNT = "class_count"
LIVE_COUNT = "live_class_count"


class CatalogueRepository:
    """One client's classes, categories and trainers. The tenant is fixed here."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    # ------------------------------------------------------------ classes

    def fitness_class(self, class_id: int, *, consistent: bool = False) -> FitnessClass:
        """C1: one class, published or not; raises NotFound."""
        item = self._table.get(self._keys.fitness_class(class_id), consistent=consistent)
        if item is None:
            raise NotFound
        return FitnessClass.of_item(item)

    def classes(self, page: PageQuery) -> tuple[list[FitnessClass], int]:
        """C2: a page of all classes, oldest first, and how many there are.

        The total is the sum of the categories' counts. A late page reads those before it; only
        operators turn pages here.
        """
        items = page.cut(self._table.all(self._keys.classes()))
        total = sum(item.get(COUNT, 0) for item in self._table.all(self._keys.categories()))
        return [FitnessClass.of_item(item) for item in items], total

    def all_classes(self) -> Iterator[FitnessClass]:
        """C2: every class, for a snapshot made from nothing."""
        return map(FitnessClass.of_item, self._table.all(self._keys.classes()))

    def add_class(self, added: FitnessClass, *first: Write) -> None:
        """C3: store a class and count it; raises InvalidInput for an unknown category/trainer."""
        self._table.transact(*first, *self._adding([added]))

    def import_classes(self, added: Sequence[FitnessClass], *first: Write) -> None:
        """C3: store many classes. Check `unknown_references` first: parts of the import are
        transactions of their own, so a category deleted meanwhile would stop it half way.
        """
        for part in batched(added, _IMPORT_BATCH_SIZE):
            self._table.transact(*first, *self._adding(part))
            first = ()

    def unknown_references(self, classes: Sequence[FitnessClass]) -> list[tuple[int, str]]:
        """C5, C7: which classes (by place) name a `categoryId` or `trainerId` that is unknown."""
        categories = {category.id for category in self.categories()}
        trainers = {trainer.id for trainer in self.trainers()}
        return [
            (place, field)
            for place, item in enumerate(classes)
            for field, known in (
                ("categoryId", item.category_id in categories),
                ("trainerId", item.trainer_id in trainers),
            )
            if not known
        ]

    def replace_class(self, before: FitnessClass, after: FitnessClass, *first: Write) -> None:
        """C3: store a changed class; raises Conflict when it is not as `before` any more."""
        self._table.transact(
            *first,
            replace_if_unchanged(
                self._keys.fitness_class(after.id),
                self._class_item(before),
                self._class_item(after),
                what="The class",
                index=self._keys.class_in_list(after.id),
            ),
            *self._counting([before], [after]),
        )

    def delete_class(self, class_id: int, *first: Write) -> None:
        """C3: remove a class and count it off; raises NotFound."""
        removed = self.fitness_class(class_id, consistent=True)
        self._table.transact(
            *first,
            delete_if_unchanged(
                self._keys.fitness_class(class_id), self._class_item(removed), what="The class"
            ),
            *self._counting([removed], []),
        )

    # ------------------------------------------------------------ categories and trainers

    def category(self, category_id: int) -> Category:
        """C4: one category; raises NotFound."""
        return Category.of_item(self._require(self._keys.category(category_id)))

    def categories(self) -> list[Category]:
        """C5: all categories, oldest first; there are some dozens."""
        return [Category.of_item(item) for item in self._table.all(self._keys.categories())]

    def add_category(self, category: Category, *first: Write) -> None:
        """C4: store a new category."""
        self._add(self._keys.category(category.id), category, "category", *first)

    def replace_category(self, before: Category, after: Category, *first: Write) -> None:
        """C4: change a category; raises Conflict when it is not as `before` any more."""
        self._replace(self._keys.category(after.id), before, after, *first)

    def delete_category(self, category_id: int, *first: Write) -> None:
        """C4: remove a category no class is in; raises NotFound, Conflict."""
        self._delete(self._keys.category(category_id), "This category still has classes.", *first)

    def trainer(self, trainer_id: int) -> Trainer:
        """C6: one trainer; raises NotFound."""
        return Trainer.of_item(self._require(self._keys.content_trainer(trainer_id)))

    def trainers(self) -> list[Trainer]:
        """C7: all trainers, oldest first; there are some hundreds."""
        return [Trainer.of_item(item) for item in self._table.all(self._keys.content_trainers())]

    def add_trainer(self, trainer: Trainer, *first: Write) -> None:
        """C6: store a new trainer."""
        self._add(self._keys.content_trainer(trainer.id), trainer, "trainer", *first)

    def replace_trainer(self, before: Trainer, after: Trainer, *first: Write) -> None:
        """C6: change a trainer; raises Conflict when they are not as `before` any more."""
        self._replace(self._keys.content_trainer(after.id), before, after, *first)

    def delete_trainer(self, trainer_id: int, *first: Write) -> None:
        """C6: remove a trainer who has no class; raises NotFound, Conflict."""
        key = self._keys.content_trainer(trainer_id)
        self._delete(key, "This trainer still has classes.", *first)

    def is_empty(self) -> bool:
        """C5, C7: whether there is neither a category nor a trainer, hence no class either."""
        spans = (self._keys.categories(), self._keys.content_trainers())
        return not any(self._table.query(s, limit=1, consistent=True).items for s in spans)

    # ------------------------------------------------------------ for the catalogue

    def current(
        self, classes: Sequence[int], categories: Sequence[int], trainers: Sequence[int]
    ) -> tuple[list[FitnessClass], list[Category], list[Trainer]]:
        """C8: those of these that exist, as they are now (consistent)."""
        keys = self._keys
        return (
            [FitnessClass.of_item(item) for item in self._many(map(keys.fitness_class, classes))],
            [Category.of_item(item) for item in self._many(map(keys.category, categories))],
            [Trainer.of_item(item) for item in self._many(map(keys.content_trainer, trainers))],
        )

    def _many(self, keys: Iterable[Key]) -> list[Item]:
        return [item for item in self._table.get_many(list(keys), consistent=True) if item]

    # ------------------------------------------------------------ writes

    def _adding(self, added: Sequence[FitnessClass]) -> list[Write]:
        puts = [
            put(
                self._keys.fitness_class(item.id),
                self._class_item(item),
                unless_exists=Conflict(),
                index=self._keys.class_in_list(item.id),
            )
            for item in added
        ]
        return [*puts, *self._counting([], added)]

    def _class_item(self, item: FitnessClass) -> Item:
        return _stored(item) | {"type": "class", "client_id": self._tenant}

    def _counting(
        self, before: Sequence[FitnessClass], after: Sequence[FitnessClass]
    ) -> list[Write]:
        """Count classes on and off; a category or trainer that is not there refuses all."""
        keys = self._keys
        counts: Counter[tuple[Key, str]] = Counter()
        for items, sign in ((before, -1), (after, +1)):
            for item in items:
                counts[keys.category(item.category_id), "categoryId"] += sign
                counts[keys.content_trainer(item.trainer_id), "trainerId"] += sign
        return [
            update(
                key,
                adds={COUNT: change},
                only_if=Attr("pk").exists(),
                refusal=InvalidInput.at(f"body.{field}", "is unknown"),
            )
            for (key, field), change in counts.items()
            if change
        ]

    def _require(self, key: Key) -> Item:
        item = self._table.get(key, consistent=True)
        if item is None:
            raise NotFound
        return item

    def _add(self, key: Key, entity: Entity, kind: str, *first: Write) -> None:
        item = _stored(entity) | {"type": kind, "client_id": self._tenant}
        self._table.transact(*first, put(key, item, unless_exists=Conflict()))

    def _replace(self, key: Key, before: Entity, after: Entity, *first: Write) -> None:
        # What is filed under it is counted in the same item.
        self._table.transact(
            *first, replace_if_unchanged(key, _stored(before), _stored(after), what="It")
        )

    def _delete(self, key: Key, why_not: str, *first: Write) -> None:
        self._require(key)
        unused = [Attr(count).not_exists() | Attr(count).eq(0) for count in (COUNT, LIVE_COUNT)]
        self._table.transact(
            *first,
            delete(key, only_if=unused[0] & unused[1], refusal=Conflict(why_not)),
        )


def _stored(entity: Entity) -> Item:
    return entity.to_item()
