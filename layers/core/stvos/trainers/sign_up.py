"""Trainers' accounts: made with an invitation; they sign in as members with a role do."""

from typing import Self

from stvos.accounts.models import Account, AccountSettings, Role, SignedInMember
from stvos.accounts.new_accounts import sign_up
from stvos.accounts.sign_up_budgets import SignUpBudgets
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden
from stvos.identity import passwords
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.trainers.account_requests import TrainerRegisterBody
from stvos.trainers.invitations import Invitations


class TrainerSignUp:
    """Registration of an invited trainer."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._invitations = Invitations(table, principal, now)
        self._budgets = SignUpBudgets(table, principal.address, now)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def register(self, body: TrainerRegisterBody, user_agent: str) -> SignedInMember:
        """A new account that is the invited trainer's, and the end of the invitation: both or
        neither. Raises InvalidInvite, UserExists, WeakPassword.
        """
        code = body.sent_code()
        passwords.require_strong(body.password, email=body.email)
        self._budgets.charge(body.email)
        invitation = self._invitations.require(code)
        trainer, client = invitation.trainer, invitation.client
        account = Account(
            id=new_id(),
            client_id=client.id,
            email=body.email,
            name=body.name or trainer.name,
            role=Role.TRAINER,
            trainer_id=trainer.id,
            password_hash=passwords.hash_password(body.password),
            created_at=self._now(),
            settings=AccountSettings(timezone=trainer.timezone),
        )
        accepted = self._invitations.accepted(invitation, UserId(account.id), account.created_at)
        return sign_up(self._table, self._budgets, account, client, user_agent, *accepted)


def require_trainer_role(account: Account) -> None:
    """Raises Forbidden for an account that is no trainer's."""
    if account.role is not Role.TRAINER:
        raise Forbidden
