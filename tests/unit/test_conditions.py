"""Conditions, held against the expressions that boto3's own classes make."""

import re
from typing import Any

import pytest
from boto3.dynamodb import conditions as boto
from hypothesis import given
from hypothesis import strategies as st

from stvos.dynamodb.conditions import Attr, Condition
from stvos.dynamodb.marshal import to_wire

COMPARISONS = ("eq", "lt", "lte", "gt", "gte")
LEAVES = st.one_of(
    st.tuples(st.sampled_from(("exists", "not_exists"))),
    st.tuples(
        st.sampled_from((*COMPARISONS, "ne", "contains")), st.integers() | st.text(max_size=3)
    ),
    st.tuples(st.just("between"), st.integers(), st.integers()),
    st.tuples(st.just("size"), st.sampled_from(COMPARISONS), st.integers()),
)
NAMES = st.sampled_from(("pk", "size", "profile.height"))
TREES = st.recursive(
    st.tuples(NAMES, LEAVES),
    lambda inner: st.tuples(st.sampled_from("&|"), inner, inner) | st.tuples(st.just("~"), inner),
    max_leaves=6,
)


def build(attr: Any, tree: Any) -> Any:
    """The condition of a tree, with our `Attr` or with boto3's."""
    match tree:
        case ("&", left, right):
            return build(attr, left) & build(attr, right)
        case ("|", left, right):
            return build(attr, left) | build(attr, right)
        case ("~", inner):
            return ~build(attr, inner)
        case (name, ("size", method, value)):
            return getattr(attr(name).size(), method)(value)
        case (name, (method, *values)):
            return getattr(attr(name), method)(*values)
    raise TypeError(tree)


def said(expression: str, names: dict[str, str], values: dict[str, Any]) -> str:
    """An expression with its placeholders filled in, and all blanks of one width."""
    filled = re.sub(
        r"[#:]\w+",
        lambda found: f"<{names[found[0]]}>" if found[0][0] == "#" else f"<{values[found[0]]!r}>",
        expression,
    )
    return re.sub(r"\s+", " ", filled)


@given(TREES)
def test_a_condition_says_what_boto3_would_say(tree: Any) -> None:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    expression = build(Attr, tree).spell(names, values)
    theirs = boto.ConditionExpressionBuilder().build_expression(build(boto.Attr, tree))
    their_values = {
        name: to_wire(value) for name, value in theirs.attribute_value_placeholders.items()
    }
    assert said(expression, names, values) == said(
        theirs.condition_expression, theirs.attribute_name_placeholders, their_values
    )


def test_placeholders_of_an_expression_made_before_are_kept() -> None:
    names, values = {"#u0": "name"}, {":u0": {"S": "Ada"}}
    expression = Attr("name").eq("Bo").spell(names, values)
    assert names["#u0"] == "name"
    assert values[":u0"] == {"S": "Ada"}
    assert said(expression, names, values) == "<name> = <{'S': 'Bo'}>"


def test_what_cannot_be_stored_cannot_be_compared_with() -> None:
    condition: Condition = Attr("pk").eq(object())
    with pytest.raises(TypeError):
        condition.spell({}, {})
