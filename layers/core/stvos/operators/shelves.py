"""Rules of the categories and trainers that classes are filed under."""

from typing import Self

from stvos.catalogue.models import Category, Trainer
from stvos.catalogue.repository import ContentRepository
from stvos.clock import Clock, utc_now
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.content_models import (
    CategoryAnswer,
    ChangeCategoryBody,
    ChangeTrainerBody,
    CreateCategoryBody,
    CreateTrainerBody,
    OperatorTrainerAnswer,
)
from stvos.operators.desk import Desk


class Categories:
    """One client's categories."""

    def __init__(self, desk: Desk, now: Clock = utc_now) -> None:
        self._desk = desk
        self._content = ContentRepository(desk.table, desk.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(Desk.at(principal, client_id))

    def all(self) -> list[Category]:
        return self._content.categories()

    def create(self, wish: CreateCategoryBody) -> Category:
        now = self._now()
        made = Category(
            **wish.model_dump(by_alias=False), id=new_id(), created_at=now, updated_at=now
        )
        first = self._desk.note(
            "category.create", f"category/{made.id}", after=CategoryAnswer.of(made)
        )
        self._content.add_category(made, *first)
        return made

    def change(self, category_id: int, wish: ChangeCategoryBody) -> Category:
        before = self._content.category(category_id)
        changed = wish.over(before.model_dump()) | {"updated_at": self._now()}
        after = Category.model_validate(changed)
        first = self._desk.note(
            "category.change",
            f"category/{category_id}",
            before=CategoryAnswer.of(before),
            after=CategoryAnswer.of(after),
        )
        self._content.replace_category(before, after, *first)
        return after

    def delete(self, category_id: int) -> None:
        """Remove a category that no class is in."""
        action, target = "category.delete", f"category/{category_id}"
        try:
            before = CategoryAnswer.of(self._content.category(category_id))
        except NotFound:
            return self._desk.require_done(action, target)
        first = self._desk.note(action, target, before=before)
        return self._content.delete_category(category_id, *first)


class Trainers:
    """One client's trainers."""

    def __init__(self, desk: Desk, now: Clock = utc_now) -> None:
        self._desk = desk
        self._content = ContentRepository(desk.table, desk.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(Desk.at(principal, client_id))

    def all(self) -> list[Trainer]:
        return self._content.trainers()

    def create(self, wish: CreateTrainerBody) -> Trainer:
        """Somebody new; without a zone of their own they live in the brand's."""
        now = self._now()
        fields = wish.model_dump(by_alias=False) | {
            "timezone": wish.timezone or self._desk.client.timezone
        }
        made = Trainer(**fields, id=new_id(), created_at=now, updated_at=now)
        first = self._desk.note(
            "trainer.create", f"trainer/{made.id}", after=OperatorTrainerAnswer.of(made)
        )
        self._content.add_trainer(made, *first)
        return made

    def change(self, trainer_id: int, wish: ChangeTrainerBody) -> Trainer:
        before = self._content.trainer(trainer_id)
        changed = wish.over(before.model_dump()) | {"updated_at": self._now()}
        after = Trainer.model_validate(changed)
        first = self._desk.note(
            "trainer.change",
            f"trainer/{trainer_id}",
            before=OperatorTrainerAnswer.of(before),
            after=OperatorTrainerAnswer.of(after),
        )
        self._content.replace_trainer(before, after, *first)
        return after

    def delete(self, trainer_id: int) -> None:
        """Remove a trainer who has no class."""
        action, target = "trainer.delete", f"trainer/{trainer_id}"
        try:
            before = OperatorTrainerAnswer.of(self._content.trainer(trainer_id))
        except NotFound:
            return self._desk.require_done(action, target)
        first = self._desk.note(action, target, before=before)
        return self._content.delete_trainer(trainer_id, *first)
