"""All that a month's report is made of, and the digest that proves it.

A report is a function of its inputs alone (`rules`). They are stored with it, so that anybody
can derive it again, years later, whatever the counters and the terms say by then.
"""

import hashlib
import json
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer

from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.months import Month
from stvos.partners.models import BillingModel, BillingTerms

# The edition of the rules. A change of what they make of the same inputs is a new edition, and
# the one before stays, for the reports that were made by it.
EDITION = 1


def _month(value: str | Month) -> Month:
    return Month.parse(value) if isinstance(value, str) else value


StoredMonth = Annotated[
    Month, BeforeValidator(_month), PlainSerializer(str, return_type=str, when_used="json")
]


class Terms(Entity):
    """The terms that a month is billed by. Whom the report is mailed to is none of them."""

    model: BillingModel
    unit_price: StoredAmount
    currency: str
    included_members: int
    minimum: StoredAmount
    timezone: str

    @classmethod
    def of(cls, terms: BillingTerms) -> Self:
        return cls.model_validate(terms.model_dump())


class Counted(Entity):
    """What a month is billed by: members at its end, and those who were active in it."""

    members: int = 0
    active: int = 0


class Usage(Entity):
    """What a month's report shows besides, and bills nothing by."""

    joined: int = 0
    watched_minutes: int = 0
    plays: int = 0
    completions: int = 0


class BilledMonth(Entity):
    """How far an earlier month is billed: `billed` so far, for what was `counted` then."""

    month: StoredMonth
    terms: Terms
    counted: Counted
    billed: StoredAmount


class Earlier(Entity):
    """An earlier month that is still watched: as last billed, and as it is counted now."""

    settled: BilledMonth
    now: Counted


class Inputs(Entity):
    """What one month of one partner is billed by."""

    edition: int = EDITION
    client_id: int
    partner_id: int
    month: StoredMonth
    terms: Terms
    counted: Counted
    usage: Usage
    earlier: tuple[Earlier, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the inputs as JSON with sorted keys and no blanks."""
        content = self.model_dump(mode="json")
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
