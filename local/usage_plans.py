"""Which usage plan a client key is on, as the emulated API Gateway has it."""

import asyncio
import time
from typing import TYPE_CHECKING

from local.throttle import Plan

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

_KNOWN_FOR_SECONDS = 30.0
_ASK_AGAIN_AFTER_SECONDS = 1.0


class UsagePlans:
    """Looks plans up by the key's value, and again when a key was made since."""

    def __init__(self, gateway: "APIGatewayClient") -> None:
        self._gateway = gateway
        self._plans: dict[str, Plan] = {}
        self._read_at = float("-inf")
        self._lock = asyncio.Lock()

    async def plan_of(self, key: str) -> Plan | None:
        async with self._lock:
            age = time.monotonic() - self._read_at
            stale = age > _KNOWN_FOR_SECONDS
            if stale or (key not in self._plans and age > _ASK_AGAIN_AFTER_SECONDS):
                self._plans = await asyncio.to_thread(self._read)
                self._read_at = time.monotonic()
        return self._plans.get(key)

    def _read(self) -> dict[str, Plan]:
        keys = self._gateway.get_paginator("get_api_keys").paginate(includeValues=True)
        values = {
            key["id"]: key["value"] for page in keys for key in page["items"] if key["enabled"]
        }
        plans: dict[str, Plan] = {}
        for page in self._gateway.get_paginator("get_usage_plans").paginate():
            for item in page["items"]:
                limits = item.get("throttle", {})
                plan = Plan(
                    item["name"],
                    float(limits.get("rateLimit", 10_000)),
                    float(limits.get("burstLimit", 5_000)),
                )
                members = self._gateway.get_paginator("get_usage_plan_keys").paginate(
                    usagePlanId=item["id"]
                )
                for listed in members:
                    for member in listed["items"]:
                        if member["id"] in values:
                            plans[values[member["id"]]] = plan
        return plans
