"""API Gateway's usage plans, which limit how many requests a client key may make.

The gateway counts by an API key of its own. Its value is the key item's `usage_key`, which the
authorizer names and never sent by callers, so the gateway never learns a client's key.
"""

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from stvos import aws
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


class UsagePlans(Protocol):
    """Both methods may be repeated: what is done already stays done."""

    def attach(self, key_id: int, usage_key: str, plan: str) -> None:
        """Count the requests that come with `usage_key` by a plan."""

    def detach(self, key_id: int) -> None:
        """Stop counting a revoked key."""


class NoUsagePlans:
    """A deployment without usage plans: nothing is counted."""

    def attach(self, key_id: int, usage_key: str, plan: str) -> None:
        """Do nothing."""

    def detach(self, key_id: int) -> None:
        """Do nothing."""


class GatewayUsagePlans:
    """Plans of Amazon API Gateway. `plans`: their ids by name."""

    def __init__(self, gateway: "APIGatewayClient", plans: dict[str, str]) -> None:
        self._gateway = gateway
        self._plans = plans

    def attach(self, key_id: int, usage_key: str, plan: str) -> None:
        gateway_id = self._find(key_id) or self._make(key_id, usage_key)
        try:
            self._gateway.create_usage_plan_key(
                usagePlanId=self._plans[plan], keyId=gateway_id, keyType="API_KEY"
            )
        except self._gateway.exceptions.ConflictException:
            return  # An earlier attempt got this far.

    def detach(self, key_id: int) -> None:
        gateway_key = self._find(key_id)
        if gateway_key is None:
            return
        try:
            self._gateway.delete_api_key(apiKey=gateway_key)
        except self._gateway.exceptions.NotFoundException:
            return

    def _find(self, key_id: int) -> str | None:
        """The gateway's id of a key, found by the beginning of its name."""
        name = _name(key_id)
        pages = self._gateway.get_paginator("get_api_keys").paginate(nameQuery=name)
        matches = (item["id"] for page in pages for item in page["items"] if item["name"] == name)
        return next(matches, None)

    def _make(self, key_id: int, usage_key: str) -> str:
        made = self._gateway.create_api_key(name=_name(key_id), value=usage_key, enabled=True)
        return made["id"]


def usage_plans() -> UsagePlans:
    """The plans of this deployment, which its template names in a parameter of SSM."""
    parameter = settings().usage_plans
    return _of_parameter(parameter) if parameter else NoUsagePlans()


@lru_cache(maxsize=1)
def _of_parameter(parameter: str) -> UsagePlans:
    value = aws.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    return GatewayUsagePlans(aws.client("apigateway"), json.loads(value))


def _name(key_id: int) -> str:
    return f"client-key-{key_id}"
