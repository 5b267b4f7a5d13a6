"""Usage plans as API Gateway enforces them: a token bucket for each client key."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """Requests a second in the long run, and how many may come in one burst."""

    name: str
    rate: float
    burst: float


@dataclass
class _Bucket:
    plan: Plan
    tokens: float
    at: float


class Throttle:
    """One bucket a key, full at first and refilled at the plan's rate."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait_for(self, key: str, plan: Plan) -> int:
        """Take a token: 0 when there was one, else the whole seconds until the next."""
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None or bucket.plan != plan:
            bucket = self._buckets[key] = _Bucket(plan, plan.burst, now)
        bucket.tokens = min(plan.burst, bucket.tokens + (now - bucket.at) * plan.rate)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        if plan.rate <= 0:
            return 60
        return max(1, math.ceil((1 - bucket.tokens) / plan.rate))
