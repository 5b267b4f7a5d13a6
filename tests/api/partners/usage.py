"""A partner's portal with members whose use the stream has told, for the tests of the portal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stvos.clock import day_of, real_now
from tests.api.partners.world import BILLING, StaffMember, new_partner
from tests.usage_samples import Company
from tests.world import Member, World

ZONE = "Europe/London"


@dataclass
class Portal:
    """A partner's owner at work, and the partner's members."""

    owner: StaffMember
    company: Company

    @classmethod
    def of(cls, world: World, **changes: Any) -> "Portal":
        owner = new_partner(world, billing=BILLING | {"timezone": ZONE}, **changes)
        return cls(owner, Company(world, ZONE, owner.partner_id))

    @property
    def today(self) -> date:
        return day_of(real_now(), ZONE)

    def at(self, days_ago: int = 0) -> datetime:
        """Noon of a day in the partner's zone."""
        day = self.today - timedelta(days=days_ago)
        return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(ZONE))

    def member(self, name: str = "Eva Example", days_ago: int = 90) -> Member:
        return self.company.member(self.at(days_ago), name)

    def last_month(self) -> datetime:
        """Noon of the tenth of the last month that is over."""
        day = (self.today.replace(day=1) - timedelta(days=1)).replace(day=10)
        return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(ZONE))
