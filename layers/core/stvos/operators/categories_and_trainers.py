"""Rules of the categories and trainers that classes are filed under."""

from typing import Self

from stvos.accounts.repository import AccountRepository
from stvos.catalogue.models import Category, Trainer
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Write
from stvos.errors import Conflict, NotFound
from stvos.identity.mail_codes import code_mail, no_mail
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.catalogue_answers import OperatorCategoryAnswer, OperatorTrainerAnswer
from stvos.operators.catalogue_requests import (
    ChangeCategoryBody,
    ChangeTrainerBody,
    CreateCategoryBody,
    CreateTrainerBody,
)
from stvos.operators.client_scope import ClientScope
from stvos.trainers.invitations import NewInvitation, new_invitation
from stvos.trainers.repository import ScheduleRepository


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
        before = self._content.require_category(category_id)
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
            before = OperatorCategoryAnswer.of(self._content.require_category(category_id))
        except NotFound:
            return self._scope.require_done(action, target)
        audit = self._scope.audit_writes(action, target, before=before)
        return self._content.delete_category(category_id, *audit)


class Trainers:
    """One client's trainers."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._content = CatalogueRepository(scope.table, scope.tenant)
        self._accounts = AccountRepository(scope.table, scope.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def all(self) -> list[Trainer]:
        return self._content.trainers()

    def create(self, body: CreateTrainerBody) -> Trainer:
        """Add a trainer; the time zone defaults to the brand's."""
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
        before = self._content.require_trainer(trainer_id)
        changed = body.applied_to(before.model_dump()) | {"updated_at": self._now()}
        after = Trainer.model_validate(changed)
        audit = self._scope.audit_writes(
            "trainer.change",
            f"trainer/{trainer_id}",
            before=OperatorTrainerAnswer.of(before),
            after=OperatorTrainerAnswer.of(after),
        )
        self._content.replace_trainer(before, after, *audit, *self._role(before, after))
        return after

    def invite(self, trainer_id: int, email: str | None) -> NewInvitation:
        """A code with which a person becomes the trainer's account; raises Conflict for a trainer
        who is not active.
        """
        before = self._content.require_trainer(trainer_id)
        if not before.active:
            raise Conflict("This trainer is not active.")
        tenant, now = self._scope.tenant, self._now()
        issued = new_invitation(before, tenant, now)
        audit = self._scope.audit_writes("trainer.invite", f"trainer/{trainer_id}")
        mail = (
            code_mail(tenant, "trainer_invitation", email, before.name, issued.code, now)
            if email
            else no_mail(tenant, now)
        )
        self._content.replace_trainer(before, issued.invited, *audit, issued.stored, mail)
        return issued

    def delete(self, trainer_id: int) -> None:
        """Remove a trainer who has no class and was never booked."""
        action, target = "trainer.delete", f"trainer/{trainer_id}"
        try:
            trainer = self._content.require_trainer(trainer_id)
        except NotFound:
            return self._scope.require_done(action, target)
        before = OperatorTrainerAnswer.of(trainer)
        audit = self._scope.audit_writes(action, target, before=before)
        schedules = ScheduleRepository(self._scope.table, self._scope.tenant)
        released: tuple[Write, ...] = ()
        if trainer.user_id is not None:
            released = (self._accounts.trainer_released(UserId(trainer.user_id), trainer_id),)
        removed = schedules.removed(trainer_id)
        return self._content.delete_trainer(trainer_id, *audit, *removed, *released)

    def _role(self, before: Trainer, after: Trainer) -> tuple[Write, ...]:
        """With the trainer, their account loses or regains the role: from its next request on."""
        if after.user_id is None or before.active == after.active:
            return ()
        user = UserId(after.user_id)
        return (self._accounts.trainer_role(user, after.id, granted=after.active),)
