"""Numbers as JSON shows them, and as callers write them."""

from decimal import Decimal, InvalidOperation

# Longer ones are no number of this API, and costly to work out.
_MAX_LENGTH = 40
_MAX_EXPONENT = 30


def as_number(value: float | Decimal) -> float | int:
    """A number as JSON shows it best: a whole one without `.0`."""
    return int(value) if value == int(value) else float(value)


def read_number(text: str) -> int | float | None:
    """The number that digits show: `250`, `250.0`, `2.5e2`; None for anything else.

    A whole number is an int, however it is written (JSON Schema counts it as an integer).
    """
    if len(text) > _MAX_LENGTH or not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _MAX_EXPONENT:
        return None
    return as_number(number)
