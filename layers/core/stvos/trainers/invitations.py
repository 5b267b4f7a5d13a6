"""Invitations: a code that binds an account to a trainer, once.

The code is stored as a keyed hash. Only the last invitation of a trainer is good, and it is used up
when it is accepted; the account that was bound before loses the role then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from stvos.accounts.repository import AccountRepository
from stvos.catalogue.models import Trainer
from stvos.catalogue.repository import CatalogueRepository
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, Directory, UserId
from stvos.dynamodb.table import Table, Write, put
from stvos.errors import Conflict, InvalidInvite
from stvos.identity.guess_guard import GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.identity.secrets_store import keyed_hashes
from stvos.ids import new_code
from stvos.typed_codes import read_code

INVITATION_LIFETIME = timedelta(days=14)
# Failures by address; a code has 59 bits.
GUESSES = Limit("invite", 100, timedelta(minutes=15))
_GROUPS = 3


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """A code, shown this once, and the writes that make it good."""

    code: str
    expires_at: datetime
    stored: Write
    invited: Trainer


def new_invitation(trainer: Trainer, tenant: ClientId, now: datetime) -> NewInvitation:
    """T5: an invitation of a trainer, which makes any before it void."""
    code = "-".join(new_code(4) for _ in range(_GROUPS))
    [code_hash, *_] = keyed_hashes("invite", read_code(code))
    expires_at = now + INVITATION_LIFETIME
    item = {"type": "invite", "client_id": tenant, "trainer_id": trainer.id}
    return NewInvitation(
        code,
        expires_at,
        put(Directory.invite(code_hash), item, unless_exists=Conflict(), expires=expires_at),
        trainer.model_copy(update={"invitation": code_hash, "updated_at": now}),
    )


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that can be accepted."""

    trainer: Trainer
    client: Client


class Invitations:
    """Finds the invitation of a code, for people who have no account yet."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        limiter = Limiter(table, None, now)
        guesser = f"{principal.key_id or ''} {principal.address}"
        self._guard = GuessGuard(table, limiter, GuessLimits(None, GUESSES), guesser)

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def require(self, code: str) -> Invitation:
        """T5: raises InvalidInvite for a code that is unknown, used, expired, of another brand or
        of a trainer who is resting; failures are limited by address.
        """
        return self._guard.require(partial(self._find, code), InvalidInvite())

    def accepted(self, invitation: Invitation, user: UserId, now: datetime) -> list[Write]:
        """T5: the writes that bind a new account to the trainer."""
        trainer, tenant = invitation.trainer, ClientId(invitation.client.id)
        writes = [CatalogueRepository(self._table, tenant).trainer_bound(trainer, user, now)]
        if trainer.user_id is not None:
            accounts = AccountRepository(self._table, tenant)
            writes.append(accounts.trainer_released(UserId(trainer.user_id), trainer.id))
        return writes

    def _find(self, code: str) -> Invitation | None:
        hashes = keyed_hashes("invite", read_code(code))
        found = self._table.find_many([Directory.invite(h) for h in hashes], consistent=True)
        for code_hash, item in zip(hashes, found, strict=True):
            if item is None or self._principal.tenant not in {None, item["client_id"]}:
                continue
            tenant = ClientId(item["client_id"])
            trainers = CatalogueRepository(self._table, tenant)
            trainer = trainers.find_invited(item["trainer_id"], code_hash)
            if trainer and trainer.active:
                return Invitation(trainer, ClientRepository(self._table).require(tenant))
        return None
