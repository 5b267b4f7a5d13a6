"""Rules of the categories and trainers that classes are filed under."""

from typing import Self

from stvos.catalogue.models import Category, Trainer
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.errors import NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.client_scope import ClientScope
from stvos.operators.content_models import (
    ChangeCategoryBody,
    ChangeTrainerBody,
    CreateCategoryBody,
    CreateTrainerBody,
    OperatorCategoryAnswer,
    OperatorTrainerAnswer,
)


class Categories:
    """One client's categories."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._content = CatalogueRepository(scope.table, scope.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def all(self) -> list[Category]:
        return self._content.categories()

    def create(self, body: CreateCategoryBody) -> Category:
        now = self._now()
        made = Category(
            **body.model_dump(by_alias=False), id=new_id(), created_at=now, updated_at=now
        )
        audit = self._scope.audit_writes(
            "category.create", f"category/{made.id}", after=OperatorCategoryAnswer.of(made)
        )
        self._content.add_category(made, *audit)
        return made

    def change(self, category_id: int, body: ChangeCategoryBody) -> Category:
        before = self._content.category(category_id)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        after = Category.model_validate(changed)
        audit = self._scope.audit_writes(
            "category.change",
            f"category/{category_id}",
            before=OperatorCategoryAnswer.of(before),
            after=OperatorCategoryAnswer.of(after),
        )
        self._content.replace_category(before, after, *audit)
        return after

    def delete(self, category_id: int) -> None:
        """Remove a category that no class is in."""
        action, target = "category.delete", f"category/{category_id}"
        try:
            before = OperatorCategoryAnswer.of(self._content.category(category_id))
        except NotFound:
            return self._scope.require_done(action, target)
        audit = self._scope.audit_writes(action, target, before=before)
        return self._content.delete_category(category_id, *audit)


class Trainers:
    """One client's trainers."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._content = CatalogueRepository(scope.table, scope.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def all(self) -> list[Trainer]:
        return self._content.trainers()

    def create(self, body: CreateTrainerBody) -> Trainer:
        """Somebody new; without a zone of their own they live in the brand's."""
        now = self._now()
        fields = body.model_dump(by_alias=False) | {
            "timezone": body.timezone or self._scope.client.timezone
        }
        made = Trainer(**fields, id=new_id(), created_at=now, updated_at=now)
        audit = self._scope.audit_writes(
            "trainer.create", f"trainer/{made.id}", after=OperatorTrainerAnswer.of(made)
        )
        self._content.add_trainer(made, *audit)
        return made

    def change(self, trainer_id: int, body: ChangeTrainerBody) -> Trainer:
        before = self._content.trainer(trainer_id)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        after = Trainer.model_validate(changed)
        audit = self._scope.audit_writes(
            "trainer.change",
            f"trainer/{trainer_id}",
            before=OperatorTrainerAnswer.of(before),
            after=OperatorTrainerAnswer.of(after),
        )
        self._content.replace_trainer(before, after, *audit)
        return after

    def delete(self, trainer_id: int) -> None:
        """Remove a trainer who has no class."""
        action, target = "trainer.delete", f"trainer/{trainer_id}"
        try:
            before = OperatorTrainerAnswer.of(self._content.trainer(trainer_id))
        except NotFound:
            return self._scope.require_done(action, target)
        audit = self._scope.audit_writes(action, target, before=before)
        return self._content.delete_trainer(trainer_id, *audit)
