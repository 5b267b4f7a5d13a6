"""What API Gateway asks before it lets a call through: who is this?

A yes allows the whole API, because the gateway caches it for every route with the same
authorizer; what the caller may do there, the endpoint decides. A no carries code and sentence in
its context, which the gateway response ACCESS_DENIED puts into the error envelope.
"""

import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from stvos.clients.models import ApiKey, KeyKind, key_hash
from stvos.clients.repository import ApiKeyRepository, ClientRepository
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import (
    InvalidApiKey,
    MissingApiKey,
    MissingToken,
    StvosError,
    Unauthenticated,
)
from stvos.identity import agent_tokens, tokens
from stvos.identity.agent_tokens import is_agent_token
from stvos.identity.secrets_store import operator_keys

type AuthorizerEvent = dict[str, Any]
type Context = dict[str, str]

# Beside the gateway's 30 s: together they keep a revoked key alive for less than a minute.
_KEPT_SECONDS = 10
_KEPT_AT_MOST = 2_000
_keys: dict[str, tuple[float, ApiKey]] = {}
_features: dict[ClientId, tuple[float, str]] = {}


def authorizer(
    decide: Callable[[dict[str, str]], Context],
) -> Callable[[AuthorizerEvent, Any], Any]:
    """Make a REQUEST authorizer of a function from lower-cased headers to a caller's context."""

    @wraps(decide)
    def handler(event: AuthorizerEvent, context: Any) -> dict[str, Any]:
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        resource = _whole_api(event["methodArn"])
        try:
            context = decide(headers)
        except StvosError as error:
            return _policy("Deny", resource, "nobody", {"code": error.code, "message": str(error)})
        usage_key = context.pop("usageKey", None)
        principal = context.pop("principal", context["kind"])
        policy = _policy("Allow", resource, principal, context)
        return policy | {"usageIdentifierKey": usage_key} if usage_key else policy

    return handler


def key_context(headers: dict[str, str]) -> Context:
    """The context of a caller with a client's key or the universal key."""
    sent = headers.get("x-api-key", "")
    if not sent:
        raise MissingApiKey
    table = Table.of_stack()
    key = _require_key(table, key_hash(sent))
    context = {"kind": "key", "keyId": str(key.id), "usageKey": key.usage_key}
    if key.kind is KeyKind.UNIVERSAL:
        return context | {"universal": "true"}
    return context | _tenant_context(table, ClientId(key.client_id))


def optional_key_context(headers: dict[str, str]) -> Context:
    """As `key_context`, and a caller without a key is let through as anonymous."""
    return key_context(headers) if headers.get("x-api-key") else {"kind": "public"}


def key_or_agent_context(headers: dict[str, str]) -> Context:
    """As `key_context`, and a voice agent sends its token in the key's place."""
    sent = headers.get("x-api-key", "")
    return agent_context(sent) if is_agent_token(sent) else key_context(headers)


def agent_context(token: str) -> Context:
    """The context of a voice agent, for which the app's key stands that asked for the talk."""
    table, claims = Table.of_stack(), agent_tokens.read(token)
    key = _require_key(table, claims.key_hash)
    context = {
        "kind": "agent",
        "principal": f"agent:{claims.session_mark}",
        "usageKey": key.usage_key,
        "worksIn": claims.works_in,
        "sessionMark": claims.session_mark,
        "expiresAt": str(claims.expires_at),
        **_tenant_context(table, ClientId(claims.client_id)),
    }
    if claims.user_id:
        context |= {
            "userId": str(claims.user_id),
            "familyId": str(claims.family_id),
            "issuedMs": str(claims.issued_ms),
        }
    return context


def member_context(headers: dict[str, str]) -> Context:
    """The context of a signed-in member: the token decides the tenant, the key must agree. A voice
    agent sends its token in both places.
    """
    token, sent = tokens.bearer(headers.get("authorization", "")), headers.get("x-api-key", "")
    if token is not None and token == sent:
        return agent_context(token)
    context = key_context(headers)
    if token is None:
        raise MissingToken
    claims = tokens.read(token, "user")
    if context.get("clientId") not in {None, str(claims.client_id)}:
        raise InvalidApiKey("This key is another brand's.")
    return {
        **context,
        **_tenant_context(Table.of_stack(), ClientId(claims.client_id)),
        "kind": "user",
        "principal": f"user:{claims.subject}",
        "userId": str(claims.subject),
        "role": claims.role,
        "familyId": str(claims.family_id),
        "issuedMs": str(claims.issued_ms),
        "expiresAt": str(claims.expires_at),
    }


def partner_context(headers: dict[str, str]) -> Context:
    """The context of a partner's staff member; a key, if sent, must be of the same client."""
    token = tokens.bearer(headers.get("authorization", ""))
    if token is None:
        raise MissingToken
    claims = tokens.read(token, "partner")
    if headers.get("x-api-key"):
        key = key_context(headers)
        if key.get("clientId") not in {None, str(claims.client_id)}:
            raise InvalidApiKey("This key is another brand's.")
    return {
        **_tenant_context(Table.of_stack(), ClientId(claims.client_id)),
        "kind": "partner",
        "principal": f"staff:{claims.subject}",
        "staffId": str(claims.subject),
        "partnerId": str(claims.partner_id or 0),
        "role": claims.role,
        "familyId": str(claims.family_id),
        "issuedMs": str(claims.issued_ms),
        "expiresAt": str(claims.expires_at),
    }


def operator_context(headers: dict[str, str]) -> Context:
    """The context of the platform's operator."""
    sent = headers.get("x-admin-key", "").encode()
    if not any(hmac.compare_digest(sent, live.encode()) for live in operator_keys().values()):
        raise Unauthenticated("The operator's key is missing or wrong.")
    return {"kind": "operator"}


def _require_key(table: Table, hashed: str) -> ApiKey:
    """The key with this hash. Kept for seconds, since a brand's whole app shares one key item."""
    key = _recall(_keys, hashed)
    if key is None:
        keys = ApiKeyRepository(table)
        key = keys.find(hashed)
        if key is None:
            raise InvalidApiKey
        keys.note_use(key, utc_now())
        _remember(_keys, hashed, key)
    return key


def _tenant_context(table: Table, tenant: ClientId) -> Context:
    """Tenant and features. Features are kept for seconds, so a change shows within a minute."""
    features = _recall(_features, tenant)
    if features is None:
        client = ClientRepository(table).find(tenant)
        if client is None:
            raise InvalidApiKey
        features = " ".join(sorted(client.features))
        _remember(_features, tenant, features)
    return {"clientId": str(tenant), "features": features}


def _recall[K, V](kept: dict[K, tuple[float, V]], name: K) -> V | None:
    since, value = kept.get(name, (float("-inf"), None))
    return value if time.monotonic() - since < _KEPT_SECONDS else None


def _remember[K, V](kept: dict[K, tuple[float, V]], name: K, value: V) -> None:
    if len(kept) >= _KEPT_AT_MOST:
        kept.clear()
    kept[name] = (time.monotonic(), value)


def _whole_api(method_arn: str) -> str:
    """arn:...:api-id/stage/GET/v1/... becomes arn:...:api-id/stage/*/*"""
    return "/".join(method_arn.split("/")[:2]) + "/*/*"


def _policy(effect: str, resource: str, principal: str, context: Context) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def make_key(kind: KeyKind, secret: str) -> str:
    """The key as the operator hands it out."""
    prefix = "fytos_universal_" if kind is KeyKind.UNIVERSAL else "fytos_"
    return prefix + secret
