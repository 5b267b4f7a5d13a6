"""Lambda authorizers, asked and remembered the way API Gateway does it."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.api_definition import Authorizer
from local.gateway_answers import GatewayError

type Invoke = Callable[[str, dict[str, Any]], Awaitable[Any]]

_MISSING = {
    "x-api-key": ("MISSING_API_KEY", "Send your client key in the X-API-Key header."),
    "x-admin-key": ("MISSING_API_KEY", "Send the operator's key in the X-Admin-Key header."),
    "authorization": ("MISSING_TOKEN", "Send your access token in the Authorization header."),
}


class AuthorizerFailedError(Exception):
    """The authorizer's own code raised."""


@dataclass(frozen=True)
class Verdict:
    """What an authorizer said; it holds for every method its policy names."""

    policy: Mapping[str, Any]
    context: Mapping[str, str]
    usage_key: str | None

    def allows(self, arn: str) -> bool:
        statements = self.policy.get("Statement", [])
        if isinstance(statements, Mapping):
            statements = [statements]
        effects = {item.get("Effect") for item in statements if _covers(item, arn)}
        return "Allow" in effects and "Deny" not in effects


class Authorizations:
    """Asks authorizers, and remembers each answer for the authorizer's time to live."""

    def __init__(self, invoke: Invoke, clock: Callable[[], float] = time.monotonic) -> None:
        self._invoke = invoke
        self._clock = clock
        self._remembered: dict[tuple[str, ...], tuple[float, Verdict]] = {}

    async def check(
        self, authorizer: Authorizer, headers: Mapping[str, str], event: dict[str, Any]
    ) -> Verdict:
        """The verdict that allows this request; raises the gateway's error when there is none."""
        identity = _identity(authorizer, headers)
        key = (authorizer.name, *identity)
        until, verdict = self._remembered.get(key, (0.0, None))
        if verdict is None or until <= self._clock():
            verdict = await self._ask(authorizer, event)
            if authorizer.ttl > 0:
                self._forget_expired()
                self._remembered[key] = (self._clock() + authorizer.ttl, verdict)
        if not verdict.allows(event["methodArn"]):
            raise GatewayError("ACCESS_DENIED", authorizer=verdict.context)
        return verdict

    async def _ask(self, authorizer: Authorizer, event: dict[str, Any]) -> Verdict:
        try:
            answer = await self._invoke(authorizer.function, event)
        except AuthorizerFailedError as failure:
            kind = "UNAUTHORIZED" if str(failure) == "Unauthorized" else "AUTHORIZER_FAILURE"
            raise GatewayError(kind) from failure
        if not isinstance(answer, dict) or not isinstance(answer.get("policyDocument"), dict):
            raise GatewayError("AUTHORIZER_CONFIGURATION_ERROR")
        context = _strings(answer.get("context") or {})
        if answer.get("principalId"):
            context["principalId"] = str(answer["principalId"])
        return Verdict(answer["policyDocument"], context, answer.get("usageIdentifierKey"))

    def _forget_expired(self) -> None:
        if len(self._remembered) > 10_000:
            now = self._clock()
            self._remembered = {
                key: entry for key, entry in self._remembered.items() if entry[0] > now
            }


def _identity(authorizer: Authorizer, headers: Mapping[str, str]) -> tuple[str, ...]:
    values = tuple(headers.get(name.lower(), "") for name in authorizer.headers)
    if authorizer.ttl > 0:
        for name, value in zip(authorizer.headers, values, strict=True):
            if not value:
                code, message = _MISSING.get(name.lower(), ("MISSING_TOKEN", "Unauthorized"))
                raise GatewayError("UNAUTHORIZED", code=code, message=message)
    return values


def _covers(statement: Mapping[str, Any], arn: str) -> bool:
    actions = _listed(statement.get("Action", []))
    resources = _listed(statement.get("Resource", []))
    return any(_matches(action, "execute-api:Invoke") for action in actions) and any(
        _matches(resource, arn) for resource in resources
    )


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _matches(pattern: str, text: str) -> bool:
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, text, re.IGNORECASE | re.DOTALL) is not None


def _strings(context: Mapping[str, Any]) -> dict[str, str]:
    """A Lambda behind API Gateway gets every context value as a string."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in context.items()
        if isinstance(value, str | int | float)
    }
