"""Amounts of money: numbers in JSON, exact in between, text in the table."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from stvos.models import Body
from stvos.money import Amount, rounded


class Price(Body):
    price: Amount


@pytest.mark.parametrize("text", ["0", "39.9", "0.1", "1e-4", "123456789.1234", "1000000000"])
def test_an_amount_is_exactly_what_the_json_shows(text: str) -> None:
    price = Price.model_validate_json(f'{{"price": {text}}}', strict=True)

    assert price.price == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ['"39.9"', "true", "null", "[]", "-0.01", "0.00001", "1000000000.01", "NaN", "Infinity"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Price.model_validate_json(f'{{"price": {text}}}', strict=True)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("2.345", "EUR", "2.34"),
        ("2.355", "EUR", "2.36"),
        ("2.5", "JPY", "2"),
        ("1", "KWD", "1.000"),
    ],
)
def test_amounts_round_to_the_smallest_coin_halves_to_even(
    amount: str, currency: str, expected: str
) -> None:
    assert str(rounded(Decimal(amount), currency)) == expected
