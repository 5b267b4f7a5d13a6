"""Rules of handing out and revoking API keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from stvos.accounts.authorizers import make_key
from stvos.clients.models import ApiKey, key_hash
from stvos.clients.repository import ApiKeyRepository
from stvos.clock import Clock, utc_now
from stvos.errors import Conflict, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id, new_token
from stvos.operators.answers import ApiKeyAnswer
from stvos.operators.client_scope import ClientScope
from stvos.operators.requests import CreateApiKeyBody
from stvos.providers.usage_plans import UsagePlans, usage_plans

# So few that a client can be removed together with its keys in one transaction.
MOST_KEYS = 25
_SECRET_BYTES = 20


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A new key, and what apps send: the only time that this program knows it."""

    key: ApiKey
    secret: str


class ApiKeys:
    """One client's keys."""

    def __init__(
        self,
        scope: ClientScope,
        plans: Callable[[], UsagePlans] = usage_plans,
        now: Clock = utc_now,
    ) -> None:
        self._scope = scope
        self._keys = ApiKeyRepository(scope.table)
        self._plans = plans
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def all(self) -> list[ApiKey]:
        return self._keys.of_client(self._scope.tenant)

    def create(self, body: CreateApiKeyBody) -> HandedOut:
        """Make a key. Until the gateway counts it, too, it refuses the key; a repetition of the
        request finishes that.
        """
        secret = make_key(body.kind, new_token(_SECRET_BYTES))
        key = ApiKey(
            id=new_id(),
            client_id=self._scope.tenant,
            kind=body.kind,
            label=body.label,
            plan=body.plan,
            key_hash=key_hash(secret),
            usage_key=f"usage-{new_token(_SECRET_BYTES)}",
            created_at=self._now(),
        )
        others = [other for other in self.all() if other.id != key.id]
        if len(others) >= MOST_KEYS:
            raise Conflict(f"A client has at most {MOST_KEYS} keys; revoke one first.")
        audit = self._scope.audit_writes(
            "api_key.create", _name(key.id), after=ApiKeyAnswer.of(key)
        )
        self._keys.add(key, *audit)
        self._plans().attach(key.id, key.usage_key, key.plan)
        return HandedOut(key, secret)

    def revoke(self, key_id: int) -> None:
        """End a key. That does not wait for the gateway, which may be out of reach: what it keeps
        of a revoked key opens nothing.
        """
        action, target = "api_key.revoke", _name(key_id)
        try:
            key = self._keys.require(self._scope.tenant, key_id)
        except NotFound:
            self._scope.require_done(action, target)
        else:
            audit = self._scope.audit_writes(action, target, before=ApiKeyAnswer.of(key))
            self._keys.revoke(key, *audit)
        self._plans().detach(key_id)


def _name(key_id: int) -> str:
    return f"api_key/{key_id}"
