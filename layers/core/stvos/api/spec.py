"""What an endpoint declares: read by its OpenAPI entry and by the contract tests."""

import re
import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel

from stvos.errors import (
    ConfirmationRequired,
    FeatureDisabled,
    Forbidden,
    GatewayTimeout,
    IdempotencyInProgress,
    IdempotencyMismatch,
    InternalError,
    InvalidApiKey,
    InvalidInput,
    InvalidToken,
    MalformedJson,
    MissingApiKey,
    MissingToken,
    NoDefaultClient,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    StvosError,
    TokenExpired,
    Unauthenticated,
    UnsupportedMediaType,
)
from stvos.identity.principal import AgentScope, Feature, Who
from stvos.models import Query

JSON = "application/json"
FORM = "multipart/form-data"
_ROUTE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) (/v1/\S*): (.+)$")
_WITH_TOKEN = [MissingToken, InvalidToken, TokenExpired]
_WITH_KEY = [MissingApiKey, InvalidApiKey]
_BY_CALLER: dict[Who, list[type[StvosError]]] = {
    Who.ANYONE: [],
    Who.OPTIONAL_KEY: [InvalidApiKey],
    # A token beside the universal key chooses the tenant, so it must be valid.
    Who.KEY: [*_WITH_KEY, InvalidToken, TokenExpired, NoDefaultClient],
    Who.USER: [*_WITH_KEY, *_WITH_TOKEN],
    Who.TRAINER: [*_WITH_KEY, *_WITH_TOKEN, Forbidden],
    Who.PARTNER: [InvalidApiKey, *_WITH_TOKEN, Forbidden],
    # Without the header the gateway answers by itself, and has one code for every authorizer.
    Who.OPERATOR: [Unauthenticated, MissingApiKey],
}
_SIGNED_IN = {Who.USER, Who.TRAINER, Who.PARTNER, Who.OPERATOR}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Spec:
    """What an endpoint declares; the contract tests and the OpenAPI document read it."""

    method: str
    path: str
    summary: str
    who: Who
    public: bool
    feature: Feature | None
    body: type[BaseModel] | None
    media_type: str
    query: type[Query] | None
    answer: Any
    status: HTTPStatus
    also: tuple[HTTPStatus, ...]
    raises: tuple[type[StvosError], ...]
    produces: str
    description: str
    module: str
    head: bool = False
    agents: AgentScope | None = None
    form: tuple[str, ...] = ()
    member_token: bool = False
    later: bool = False

    @property
    def changes(self) -> bool:
        return self.method in _CHANGING

    def errors(self) -> dict[str, HTTPStatus]:
        """Every code this route can answer, with its status: the common ones and its own."""
        common: list[type[StvosError]] = [InvalidInput, RateLimited, InternalError, GatewayTimeout]
        if self.body:
            common += [MalformedJson, PayloadTooLarge, UnsupportedMediaType]
        if self.changes:
            common.append(IdempotencyInProgress)
            if self.who in _SIGNED_IN:  # Of others the key belongs to the request.
                common.append(IdempotencyMismatch)
        if self.agents is AgentScope.CONFIRMED:
            common.append(ConfirmationRequired)
        if "{" in self.path:
            common.append(NotFound)
        if self.feature:
            common.append(FeatureDisabled)
        common += _BY_CALLER[self.who]
        if self.member_token:
            common += [InvalidToken, TokenExpired]
        return {kind.code: kind.status for kind in (*common, *self.raises)}


def read_docstring(module: str) -> tuple[str, str, str, str]:
    text = sys.modules[module].__doc__ or ""
    first, _, rest = text.partition("\n")
    match = _ROUTE.match(first)
    if not match:
        raise TypeError(f"{module}: the docstring must start with 'METHOD /v1/path: summary.'")
    return match[1], match[2], match[3], " ".join(rest.split())
