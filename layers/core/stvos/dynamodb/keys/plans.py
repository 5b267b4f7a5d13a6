"""Plans of a member, in the member's own partition, so that an erasure finds them."""

from typing import Literal

from stvos.dynamodb.keys.primitives import Key, Span, UserId
from stvos.dynamodb.keys.tenant import TenantKeys

type PlanKind = Literal["workout", "class"]


class PlanKeys(TenantKeys):
    """Keys of workout and class plans: the present one under a fixed key, so that a day's reads
    are few, and the earlier versions.
    """

    def plan_job(self, mark: str) -> Key:
        """A plan that is made in the background, by the hash of its secret id."""
        return Key(f"{self._c}#PLAN_JOB#{mark}", "PLAN_JOB")

    def first_plans(self, user: UserId) -> Key:
        """That a member's first plans are still to be made."""
        return Key(self._user(user), "FIRST_PLANS")

    def present_plan(self, user: UserId, kind: PlanKind) -> Key:
        return Key(self._user(user), f"{kind.upper()}_PLAN")

    def plan_version(self, user: UserId, kind: PlanKind, version: int) -> Key:
        return Key(self._user(user), f"{kind.upper()}_PLAN_VERSION#{version:06d}")

    def plan_versions(self, user: UserId, kind: PlanKind) -> Span:
        return Span.prefix(self._user(user), f"{kind.upper()}_PLAN_VERSION#")
