"""DynamoDB access patterns C1 to C8 of docs/data-model.md: classes, categories and trainers.

Every class belongs to a category and a trainer of its client. Both count their classes, within
the transaction that stores or removes one, so none can be deleted while a class needs it.
`preceding` are writes that the caller puts before them in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched

from stvos.catalogue.models import Category, FitnessClass, Trainer
from stvos.dynamodb.keys import ClientId, Key, Keys
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import (
    Attr,
    Item,
    Table,
    Write,
    check,
    delete,
    delete_if_unchanged,
    put,
    replace_if_unchanged,
    unchanged,
    update,
)
from stvos.errors import Conflict, InvalidInput, InvalidInvite, NotFound, StvosError
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

    def require_class(self, class_id: int, *, consistent: bool = False) -> FitnessClass:
        """C1: one class, published or not; raises NotFound."""
        item = self._table.find(self._keys.fitness_class(class_id), consistent=consistent)
        if item is None:
            raise NotFound
        return FitnessClass.of_item(item)

    def known_classes(self, class_ids: Iterable[int]) -> set[int]:
        """C1: which of these are classes of this client, published or not."""
        keys = [self._keys.fitness_class(class_id) for class_id in set(class_ids)]
        return {item["id"] for item in self._table.find_many(keys, only=("id",)) if item}

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

    def add_class(self, added: FitnessClass, *preceding: Write) -> None:
        """C3: store a class and count it; raises InvalidInput for an unknown category/trainer."""
        self._table.transact(*preceding, *self._adding([added]))

    def import_classes(self, added: Sequence[FitnessClass], *preceding: Write) -> None:
        """C3: store many classes. Check `unknown_references` first: parts of the import are
        transactions of their own, so a category deleted meanwhile would stop it half way.
        """
        for part in batched(added, _IMPORT_BATCH_SIZE):
            self._table.transact(*preceding, *self._adding(part))
            preceding = ()

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

    def replace_class(self, before: FitnessClass, after: FitnessClass, *preceding: Write) -> None:
        """C3: store a changed class; raises Conflict when it is not as `before` any more."""
        self._table.transact(
            *preceding,
            replace_if_unchanged(
                self._keys.fitness_class(after.id),
                self._class_item(before),
                self._class_item(after),
                what="The class",
                index=self._keys.class_in_list(after.id),
            ),
            *self._counting([before], [after]),
        )

    def delete_class(self, class_id: int, *preceding: Write) -> None:
        """C3: remove a class and count it off; raises NotFound."""
        removed = self.require_class(class_id, consistent=True)
        self._table.transact(
            *preceding,
            delete_if_unchanged(
                self._keys.fitness_class(class_id), self._class_item(removed), what="The class"
            ),
            *self._counting([removed], []),
        )

    # ------------------------------------------------------------ categories and trainers

    def require_category(self, category_id: int) -> Category:
        """C4: one category; raises NotFound."""
        return Category.of_item(self._require(self._keys.category(category_id)))

    def categories(self) -> list[Category]:
        """C5: all categories, oldest first; there are some dozens."""
        return [Category.of_item(item) for item in self._table.all(self._keys.categories())]

    def add_category(self, category: Category, *preceding: Write) -> None:
        """C4: store a new category."""
        self._add(self._keys.category(category.id), category, "category", *preceding)

    def replace_category(self, before: Category, after: Category, *preceding: Write) -> None:
        """C4: change a category; raises Conflict when it is not as `before` any more."""
        self._replace(self._keys.category(after.id), before, after, *preceding)

    def delete_category(self, category_id: int, *preceding: Write) -> None:
        """C4: remove a category no class is in; raises NotFound, Conflict."""
        self._delete(
            self._keys.category(category_id), "This category still has classes.", *preceding
        )

    def require_trainer(self, trainer_id: int) -> Trainer:
        """C6: one trainer; raises NotFound."""
        return Trainer.of_item(self._require(self._keys.content_trainer(trainer_id)))

    def find_invited(self, trainer_id: int, invitation: str) -> Trainer | None:
        """C6: the trainer whose last invitation this is. A sign-up that is repeated after a crash
        goes on with the one that it used up itself.
        """
        item = self._table.find(self._keys.content_trainer(trainer_id), consistent=True)
        trainer = Trainer.of_item(item) if item else None
        if item and trainer and trainer.invitation is None and is_own(item["writer"]):
            return trainer.model_copy(update={"invitation": invitation, "user_id": None})
        return trainer if trainer and trainer.invitation == invitation else None

    def trainers(self) -> list[Trainer]:
        """C7: all trainers, oldest first; there are some hundreds."""
        return [Trainer.of_item(item) for item in self._table.all(self._keys.content_trainers())]

    def add_trainer(self, trainer: Trainer, *preceding: Write) -> None:
        """C6: store a new trainer."""
        self._add(self._keys.content_trainer(trainer.id), trainer, "trainer", *preceding)

    def replace_trainer(self, before: Trainer, after: Trainer, *together: Write) -> None:
        """C6: change a trainer; raises Conflict when they are not as `before` any more."""
        self._table.transact(*together, self.trainer_replaced(before, after))

    def trainer_unchanged(self, trainer: Trainer, refusal: StvosError) -> Write:
        """C6: the check that a trainer is as they were read."""
        key = self._keys.content_trainer(trainer.id)
        return check(key, unchanged(_stored(trainer)), refusal)

    def trainer_bound(self, trainer: Trainer, user_id: int, now: datetime) -> Write:
        """C6: the write by which an account becomes the trainer's, with the invitation that was
        read; raises InvalidInvite when another has taken its place.
        """
        bound = _stored(trainer.model_copy(update={"user_id": user_id, "updated_at": now}))
        return update(
            self._keys.content_trainer(trainer.id),
            sets={name: bound[name] for name in ("user_id", "updated_at")},
            removes=["invitation"],
            only_if=Attr("invitation").eq(trainer.invitation) & Attr("active").eq(True),
            refusal=InvalidInvite(),
        )

    def trainer_unbound(self, trainer_id: int, user_id: int) -> Write:
        """C6: the write by which a trainer has no account any more."""
        return update(
            self._keys.content_trainer(trainer_id),
            removes=["user_id"],
            only_if=Attr("user_id").eq(user_id),
            refusal=Conflict("The trainer was changed meanwhile; try again."),
        )

    def trainer_replaced(self, before: Trainer, after: Trainer) -> Write:
        """C6: the write of it, for a transaction."""
        key = self._keys.content_trainer(after.id)
        return replace_if_unchanged(key, _stored(before), _stored(after), what="The trainer")

    def delete_trainer(self, trainer_id: int, *preceding: Write) -> None:
        """C6: remove a trainer who has no class; raises NotFound, Conflict."""
        key = self._keys.content_trainer(trainer_id)
        self._delete(key, "This trainer still has classes.", *preceding)

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
        return [item for item in self._table.find_many(list(keys), consistent=True) if item]

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
        item = self._table.find(key, consistent=True)
        if item is None:
            raise NotFound
        return item

    def _add(self, key: Key, entity: Entity, kind: str, *preceding: Write) -> None:
        item = _stored(entity) | {"type": kind, "client_id": self._tenant}
        self._table.transact(*preceding, put(key, item, unless_exists=Conflict()))

    def _replace(self, key: Key, before: Entity, after: Entity, *preceding: Write) -> None:
        # What is filed under it is counted in the same item.
        self._table.transact(
            *preceding, replace_if_unchanged(key, _stored(before), _stored(after), what="It")
        )

    def _delete(self, key: Key, why_not: str, *preceding: Write) -> None:
        self._require(key)
        unused = [Attr(count).not_exists() | Attr(count).eq(0) for count in (COUNT, LIVE_COUNT)]
        self._table.transact(
            *preceding,
            delete(key, only_if=unused[0] & unused[1], refusal=Conflict(why_not)),
        )


def _stored(entity: Entity) -> Item:
    return entity.to_item()
