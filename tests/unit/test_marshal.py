"""Python values in DynamoDB's wire form and back."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.dynamodb.changes import ChangeKind
from stvos.dynamodb.marshal import from_wire, item_from_wire, item_to_wire, to_wire

NUMBERS = st.integers(-(10**37), 10**37) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.binary() | NUMBERS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(min_size=1), VALUES))
def test_what_is_stored_comes_back(item: dict[str, Any]) -> None:
    assert item_from_wire(item_to_wire(item)) == item


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (True, {"BOOL": True}),
        (1, {"N": "1"}),
        (-1, {"N": "-1"}),
        (0.1, {"N": "0.1"}),
        (Decimal("1.50"), {"N": "1.50"}),
        ((1,), {"L": [{"N": "1"}]}),
        ({3: "x"}, {"M": {"3": {"S": "x"}}}),
        ({"b", "a"}, {"SS": ["a", "b"]}),
        (ChangeKind.INSERT, {"S": "INSERT"}),
    ],
)
def test_each_kind_of_value_has_its_form(value: Any, wire: dict[str, Any]) -> None:
    assert to_wire(value) == wire


def test_whole_numbers_stay_whole_and_others_do_not() -> None:
    assert isinstance(from_wire({"N": "5"}), int)
    assert isinstance(from_wire({"N": "-5"}), int)
    assert isinstance(from_wire({"N": "5.0"}), float)
    assert from_wire({"N": "1E+3"}) == 1000


def test_what_cannot_be_stored_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        to_wire(object())
    with pytest.raises(TypeError):
        from_wire({"NS": ["1"]})
