"""Who is behind a request: functions of later rings, named here and loaded when called.

So the edge knows no domain, and a route loads nothing but its own kind of caller.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from stvos.dynamodb.table import Table
from stvos.identity.principal import Principal, Who

_CALLERS = {
    Who.USER: "stvos.accounts.active_account:require_active_account",
    Who.TRAINER: "stvos.accounts.active_account:require_active_trainer",
    Who.PARTNER: "stvos.partners.active_staff:require_active_staff",
}
_TENANT = "stvos.clients.tenancy:resolve_tenant"


def require_caller(who: Who, principal: Principal, earlier: str | None = None) -> Any:
    """The signed-in person as stored; None where no one signs in. Raises InvalidToken for one who
    left or was signed out.

    `earlier`: the signature of this very request when it came before. If it was what ended the
    sign-in, it is let through to its answer.
    """
    name = _CALLERS.get(who)
    return _load(name)(Table.of_stack(), principal, earlier) if name else None


def resolve_tenant(principal: Principal, authorization: str) -> Principal:
    """The caller with the universal key, within the client that the call is for."""
    resolved: Principal = _load(_TENANT)(Table.of_stack(), principal, authorization)
    return resolved


def _load(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded
