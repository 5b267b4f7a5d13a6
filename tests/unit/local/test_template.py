"""template.yaml as data and its intrinsic functions."""

from pathlib import Path
from typing import Any

import pytest

from local.template import Resolver, load

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Origins": {"Default": "https://a.example"},
        "Domain": {"Default": ""},
        "Reads": {"Default": "12000"},
    },
    "Conditions": {
        "HasDomain": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Domain"}, ""]}]},
        "One": {
            "Fn::Equals": [
                {"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "Origins"}]}]},
                {"Ref": "Origins"},
            ]
        },
        "Usual": {"Fn::Equals": [{"Ref": "Reads"}, 12000]},
        "Both": {"Fn::And": [{"Condition": "HasDomain"}, {"Condition": "One"}]},
    },
}


def test_short_and_long_forms_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        "a: !Ref X\nb: !GetAtt T.Arn\nc: !Sub '${X}-y'\nd: !If [C, !Ref A, 2]\ne: {Ref: X}\n"
        "f: !Equals [!Ref X, '']\n"
    )
    assert load(path) == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["T", "Arn"]},
        "c": {"Fn::Sub": "${X}-y"},
        "d": {"Fn::If": ["C", {"Ref": "A"}, 2]},
        "e": {"Ref": "X"},
        "f": {"Fn::Equals": [{"Ref": "X"}, ""]},
    }


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Ref": "Origins"}, "https://a.example"),
        ({"Fn::If": ["Usual", "as text", "as numbers"]}, "as text"),
        ({"Ref": "Table"}, "table-1"),
        ({"Fn::Sub": "'${Origins}' ${!kept} ${AWS::Partition}"}, "'https://a.example' ${kept} aws"),
        ({"Fn::Sub": ["${a}/${Table}", {"a": {"Ref": "Origins"}}]}, "https://a.example/table-1"),
        ({"Fn::Join": ["-", ["x", {"Ref": "Table"}]]}, "x-table-1"),
        ({"Fn::If": ["One", "one", "many"]}, "one"),
        ({"Fn::If": ["HasDomain", "yes", "no"]}, "no"),
        ({"Fn::If": ["Both", "yes", "no"]}, "no"),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [1, {"Ref": "AWS::NoValue"}]}, {"b": [1]}),
    ],
)
def test_intrinsics_resolve(value: Any, resolved: Any) -> None:
    assert Resolver(TEMPLATE, {}, {"Table": "table-1"})(value) == resolved


def test_a_parameter_given_wins_over_its_default() -> None:
    resolve = Resolver(TEMPLATE, {"Origins": "https://a.example,https://b.example"})
    assert resolve({"Fn::If": ["One", "one", "many"]}) == "many"


def test_a_number_equals_its_text() -> None:
    resolve = Resolver({"Conditions": {"Same": {"Fn::Equals": [{"Ref": "N"}, 12]}}}, {"N": "12"})
    assert resolve({"Fn::If": ["Same", "yes", "no"]}) == "yes"


def test_an_intrinsic_we_do_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match="Fn::ImportValue"):
        Resolver(TEMPLATE)({"Fn::ImportValue": "x"})
