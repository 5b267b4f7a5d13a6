"""What a month costs: pure functions from a report's inputs to its lines.

All amounts are decimal. Each line is rounded once, to the currency's smallest unit, and the total
is the sum of the rounded lines.
"""

from collections.abc import Sequence
from decimal import Decimal

from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, PaidPart, Terms
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


def own_lines(terms: Terms, counted: Counted, paid_part: PaidPart | None = None) -> list[Line]:
    """A month's lines by its own terms and counts, without late activity of earlier months.

    `paid_part`: of a flat fee, and of the minimum beside it; None for a whole month.
    """
    part = paid_part if terms.model is BillingModel.FLAT else None
    lines = [_fee(terms, part)] if terms.model is BillingModel.FLAT else _units(terms, counted)
    least = _part_of(terms.minimum, part, terms)
    missing = least - total(lines, terms.currency)
    if missing > 0:
        lines.append(_line(f"Up to the minimum of {least} {terms.currency}", 1, missing, terms))
    return lines


def bill(inputs: Inputs) -> Bill:
    """The month's own lines, and one for each earlier month whose cost has changed."""
    lines = own_lines(inputs.terms, inputs.counted, inputs.paid_part)
    own = BilledMonth(
        month=inputs.month,
        terms=inputs.terms,
        counted=inputs.counted,
        billed=total(lines, inputs.terms.currency),
        paid_part=inputs.paid_part,
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


def _fee(terms: Terms, part: PaidPart | None) -> Line:
    if part is None:
        return _line("Flat fee", 1, terms.unit_price, terms)
    if not part.days:
        return _line("Flat fee, from the next month on", 0, terms.unit_price, terms)
    price = f"{written(terms.unit_price, terms.currency)} {terms.currency}"
    name = f"Flat fee of {price}, {part.days} of {part.of} days"
    return _line(name, 1, _part_of(terms.unit_price, part, terms), terms)


def _part_of(amount: Decimal, part: PaidPart | None, terms: Terms) -> Decimal:
    whole = amount if part is None else amount * part.days / part.of
    return rounded(whole, terms.currency)


def _units(terms: Terms, counted: Counted) -> list[Line]:
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
    own = own_lines(settled.terms, earlier.now, settled.paid_part)
    cost = total(own, terms.currency)
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
