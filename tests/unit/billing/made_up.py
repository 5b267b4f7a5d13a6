"""Terms, counts and inputs for the tests of the rules, and any of them for hypothesis."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, PaidPart, Terms, Usage
from stvos.billing.rules import own_lines, total
from stvos.money import DIGITS
from stvos.months import Month
from stvos.partners.models import BillingModel

JANUARY = Month(2026, 1)


def terms(model: str = "per_active_member", **changes: Any) -> Terms:
    wanted: dict[str, Any] = {
        "model": model,
        "unit_price": "4.5",
        "currency": "EUR",
        "included_members": 0,
        "minimum": "0",
        "timezone": "Europe/Berlin",
    }
    return Terms.model_validate(wanted | changes)


def inputs(
    counted: Counted, by: Terms | None = None, month: Month = JANUARY, *earlier: Earlier
) -> Inputs:
    return Inputs(
        client_id=1,
        partner_id=2,
        month=month,
        terms=by or terms(),
        counted=counted,
        usage=Usage(joined=3, watched_minutes=1234, plays=56, completions=7),
        earlier=earlier,
    )


def billed_month(month: Month, by: Terms, counted: Counted) -> BilledMonth:
    """A month as billed when it was frozen."""
    billed = total(own_lines(by, counted), by.currency)
    return BilledMonth(month=month, terms=by, counted=counted, billed=billed)


# ---------------------------------------------------------------- any of them

AMOUNTS = st.decimals(0, 1_000_000, places=4, allow_nan=False)
# One of each number of digits, and more of the usual kind.
CURRENCIES = st.sampled_from(["EUR", "GBP", "USD", "JPY", "KRW", "KWD", "TND"])


@st.composite
def any_terms(draw: st.DrawFn, currency: str | None = None) -> Terms:
    return Terms(
        model=draw(st.sampled_from(BillingModel)),
        unit_price=draw(AMOUNTS),
        currency=currency or draw(CURRENCIES),
        included_members=draw(st.integers(0, 500)),
        minimum=draw(AMOUNTS),
        timezone="Europe/Berlin",
    )


@st.composite
def any_counted(draw: st.DrawFn) -> Counted:
    members = draw(st.integers(0, 1000))
    return Counted(members=members, active=draw(st.integers(0, 1000)))


@st.composite
def any_inputs(draw: st.DrawFn) -> Inputs:
    """With up to three earlier months, counted differently since."""
    by = draw(any_terms())
    earlier = []
    for back in range(draw(st.integers(0, 3)), 0, -1):
        before = draw(any_terms(draw(st.sampled_from([by.currency, by.currency, "ISK"]))))
        then, now = draw(any_counted()), draw(any_counted())
        earlier.append(Earlier(settled=billed_month(JANUARY.plus(-back), before, then), now=now))
    made = inputs(draw(any_counted()), by, JANUARY, *earlier)
    return made.model_copy(update={"paid_part": draw(any_part())})


@st.composite
def any_part(draw: st.DrawFn) -> PaidPart | None:
    """Some days of a month, or None for all."""
    all_days = draw(st.integers(28, 31))
    days = draw(st.integers(0, all_days))
    return None if days == all_days else PaidPart(days=days, of=all_days)


def smallest_unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-DIGITS[currency])
