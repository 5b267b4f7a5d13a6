"""Who is behind a request: functions of later rings, named here and loaded when called.

So the edge knows no domain, and a route loads nothing but its own kind of caller.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.identity import tokens
from stvos.identity.principal import Principal, Who

_CALLERS = {
    Who.USER: "stvos.accounts.active_account:require_active_account",
    Who.TRAINER: "stvos.accounts.active_account:require_active_trainer",
    Who.PARTNER: "stvos.partners.active_staff:require_active_staff",
}
_TALK = "stvos.onboarding.coaching_agents:require_talk"
_TENANT = "stvos.clients.tenancy:resolve_tenant"


def require_caller(who: Who, principal: Principal, earlier: str | None = None) -> Any:
    """The signed-in person as stored; None where no one signs in. Raises InvalidToken for one who
    left or was signed out, and for a voice agent whose talk with them is over.

    `earlier`: the signature of this very request when it came before. If it was what ended the
    sign-in, it is let through to its answer.
    """
    if principal.is_agent and principal.user_id is not None:
        _load(_TALK)(Table.of_stack(), principal)
    name = _CALLERS.get(who)
    return _load(name)(Table.of_stack(), principal, earlier) if name else None


def sign_in_stands(access_token: str) -> bool:
    """Whether the sign-in stands in which this API issued a token, which may have expired."""
    claims = tokens.read_own(access_token)
    is_user = claims.kind == "user"
    principal = Principal(
        kind=claims.kind,
        tenant=ClientId(claims.client_id),
        user_id=UserId(claims.subject) if is_user else None,
        staff_id=None if is_user else claims.subject,
        partner_id=claims.partner_id,
        family_id=claims.family_id,
        issued_ms=claims.issued_ms,
    )
    try:
        require_caller(Who.USER if is_user else Who.PARTNER, principal)
    except InvalidToken:
        return False
    return True


def resolve_tenant(principal: Principal, authorization: str) -> Principal:
    """The caller with the universal key, within the client that the call is for."""
    resolved: Principal = _load(_TENANT)(Table.of_stack(), principal, authorization)
    return resolved


def _load(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded
