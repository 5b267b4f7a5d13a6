"""The inputs of a month's report, and the digest that proves them.

A report is a function of its inputs alone (`rules`). They are stored with it, so that anyone can
derive it again years later, whatever counters and terms have become.
"""

import hashlib
import json
from typing import Self

from stvos.models import Entity, OmittedIfNone
from stvos.money import StoredAmount
from stvos.months import StoredMonth
from stvos.partners.models import BillingModel, PriceTerms

# The edition of the rules. A change of their results is a new edition; the code of the old one
# stays for the reports that were made with it.
RULES_EDITION = 1


class Terms(Entity):
    """The terms that a month is billed by: all but the addresses that get the report."""

    model: BillingModel
    unit_price: StoredAmount
    currency: str
    included_members: int
    minimum: StoredAmount
    timezone: str

    @classmethod
    def of(cls, prices: PriceTerms, timezone: str) -> Self:
        return cls.model_validate(prices.model_dump() | {"timezone": timezone})


class PaidPart(Entity):
    """Of how many of a month's days a flat fee is paid."""

    days: int
    of: int


class Counted(Entity):
    """The members at a month's end, and those who were active in it."""

    members: int = 0
    active: int = 0


class Usage(Entity):
    """Figures that a month's report shows but does not bill."""

    joined: int = 0
    watched_minutes: int = 0
    plays: int = 0
    completions: int = 0


class BilledMonth(Entity):
    """What was `billed` for an earlier month so far, and the counts that it was billed by."""

    month: StoredMonth
    terms: Terms
    counted: Counted
    billed: StoredAmount
    paid_part: OmittedIfNone[PaidPart] = None


class Earlier(Entity):
    """An earlier month whose late activity is still billed: as last billed, and as counted now."""

    settled: BilledMonth
    now: Counted


class Inputs(Entity):
    """All inputs of one partner's report for one month. `paid_part`: None for a whole month; it is
    left out then, so that the digests of reports made before there was one stay what they are.
    """

    edition: int = RULES_EDITION
    client_id: int
    partner_id: int
    month: StoredMonth
    terms: Terms
    counted: Counted
    usage: Usage
    earlier: tuple[Earlier, ...] = ()
    paid_part: OmittedIfNone[PaidPart] = None

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the inputs as JSON with sorted keys and no blanks."""
        content = self.model_dump(mode="json")
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
