"""What a month costs: pure functions from a report's inputs to its lines.

All amounts are decimal. Each line is rounded once, to the currency's smallest unit, and the total
is the sum of the rounded lines.
"""

from collections.abc import Sequence
from decimal import Decimal

from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, Terms
from stvos.models import Entity
from stvos.money import StoredAmount, rounded, written
from stvos.partners.models import BillingModel

LATE_ACTIVITY_MONTHS = 3
"""In how many reports after its own a month's late activity is still billed."""


class Line(Entity):
    """One line of a report: `amount` is quantity times unit price, rounded."""

    description: str
    quantity: int
    unit_price: StoredAmount
    amount: StoredAmount


class Bill(Entity):
    """The lines of a report, and what is now billed for each month that may still change."""

    lines: tuple[Line, ...]
    settled: tuple[BilledMonth, ...]


def total(lines: Sequence[Line], currency: str) -> Decimal:
    """The sum of lines."""
    return rounded(sum((line.amount for line in lines), Decimal(0)), currency)


def own_lines(terms: Terms, counted: Counted) -> list[Line]:
    """A month's lines by its own terms and counts, without late activity of earlier months."""
    lines = _units(terms, counted)
    least = rounded(terms.minimum, terms.currency)
    missing = least - total(lines, terms.currency)
    if missing > 0:
        lines.append(_line(f"Up to the minimum of {least} {terms.currency}", 1, missing, terms))
    return lines


def bill(inputs: Inputs) -> Bill:
    """The month's own lines, and one for each earlier month whose cost has changed."""
    lines = own_lines(inputs.terms, inputs.counted)
    own = BilledMonth(
        month=inputs.month,
        terms=inputs.terms,
        counted=inputs.counted,
        billed=total(lines, inputs.terms.currency),
    )
    settled = []
    for earlier in inputs.earlier:
        late = _late(earlier, inputs.terms, total(lines, inputs.terms.currency))
        if late is None:
            settled.append(earlier.settled)
            continue
        lines.append(late)
        billed = earlier.settled.billed + late.amount
        settled.append(
            earlier.settled.model_copy(update={"counted": earlier.now, "billed": billed})
        )
    still_open = [*settled, own][-LATE_ACTIVITY_MONTHS:]
    return Bill(lines=tuple(lines), settled=tuple(still_open))


def _units(terms: Terms, counted: Counted) -> list[Line]:
    if terms.model is BillingModel.FLAT:
        return [_line("Flat fee", 1, terms.unit_price, terms)]
    units, name = counted.members, "Members"
    if terms.model is BillingModel.PER_ACTIVE_MEMBER:
        units, name = counted.active, "Active members"
    if not terms.included_members:
        return [_line(name, units, terms.unit_price, terms)]
    included = min(units, terms.included_members)
    return [
        _line(f"{name} included, up to {terms.included_members}", included, Decimal(0), terms),
        _line(f"{name} beyond those included", units - included, terms.unit_price, terms),
    ]


def _late(earlier: Earlier, terms: Terms, so_far: Decimal) -> Line | None:
    """The change of an earlier month's cost, under its own terms; None without one.

    A credit never makes the report negative: the rest of it is left for the next report.
    """
    settled = earlier.settled
    if settled.terms.currency != terms.currency:
        return None
    cost = total(own_lines(settled.terms, earlier.now), terms.currency)
    amount = max(cost - settled.billed, -so_far)
    return _line(_late_description(earlier), 1, amount, terms) if amount else None


def _late_description(earlier: Earlier) -> str:
    settled, now = earlier.settled, earlier.now
    units, name = now.members - settled.counted.members, "member"
    if settled.terms.model is BillingModel.PER_ACTIVE_MEMBER:
        units, name = now.active - settled.counted.active, "active member"
    if units > 0:
        return f"Late activity in {settled.month}: {units} further {name}{_s(units)}"
    fewer = f": {-units} {name}{_s(-units)} fewer" if units else ""
    return f"Late correction for {settled.month}{fewer}"


def _s(units: int) -> str:
    return "" if units == 1 else "s"


def _line(description: str, quantity: int, unit_price: Decimal, terms: Terms) -> Line:
    return Line(
        description=description,
        quantity=quantity,
        unit_price=written(unit_price, terms.currency),
        amount=rounded(quantity * unit_price, terms.currency),
    )
