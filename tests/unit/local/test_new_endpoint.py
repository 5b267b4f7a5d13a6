"""`make new`: the skeleton of an endpoint."""

import ast
import shutil
from pathlib import Path

import pytest

from local import template
from local.new_endpoint import NewEndpoint, RefusedError
from local.place import ROOT
from stvos.api.spec import _ROUTE


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What the command changes, as it is in this checkout."""
    shutil.copy(ROOT / "template.yaml", tmp_path)
    (tmp_path / "tests" / "contract").mkdir(parents=True)
    shutil.copy(ROOT / "tests/contract/not_yet.txt", tmp_path / "tests/contract")
    (tmp_path / "tests/contract/not_yet.txt").open("a").write("POST /progress/{id}/share\n")
    return tmp_path


def new(**over: str) -> NewEndpoint:
    asked = {
        "route": "POST /v1/progress/{id}/share",
        "name": "progress_logs.share_entry",
        "who": "U",
        "feature": "classes",
    }
    return NewEndpoint.of(**(asked | over))


def test_the_endpoint_is_in_every_place_under_one_name(tree: Path) -> None:
    written = new().write(tree)

    handler = (tree / "functions/progress_logs/share_entry.py").read_text()
    test = (tree / "tests/api/progress_logs/test_share_entry.py").read_text()
    module = ast.parse(handler)
    assert _ROUTE.match(ast.get_docstring(module) or "")
    assert '@endpoint(who="U", feature="classes")' in handler
    assert "member.call(share_entry, id=1234)" in test
    ast.parse(test)
    before = template.load(ROOT / "template.yaml")["Resources"]
    after = template.load(tree / "template.yaml")["Resources"]
    assert set(after) - set(before) == {"ShareEntryFunction"}
    assert after["ShareEntryFunction"]["Properties"] == {
        "Handler": "progress_logs.share_entry.handler",
        "Role": {"Fn::GetAtt": ["ProgressLogsRole", "Arn"]},
        "LoggingConfig": {"LogGroup": {"Ref": "ProgressLogsLogs"}},
    }
    assert "/progress/{id}/share" not in (tree / "tests/contract/not_yet.txt").read_text()
    assert len(written) == 4


def test_the_function_follows_its_domain_in_the_template(tree: Path) -> None:
    new().write(tree)

    text = (tree / "template.yaml").read_text()
    banner = text.index(
        "  # ======================================================================"
    )
    assert banner
    at = text.index("ShareEntryFunction")
    assert text.rindex("ProgressLogsRole:", 0, at) > text.rindex("  # =====", 0, at)


def test_the_operator_s_function_is_named_as_theirs(tree: Path) -> None:
    new(name="operators.list_things", who="A").write(tree)

    assert "  AdminListThingsFunction:" in (tree / "template.yaml").read_text()


@pytest.mark.parametrize(
    "over",
    [
        {"route": "post /v1/x"},
        {"route": "POST /x"},
        {"name": "share_entry"},
        {"name": "Progress.Share"},
        {"who": "X"},
        {"name": "unheard_of.share_entry"},
    ],
)
def test_what_makes_no_endpoint_is_refused_and_writes_nothing(
    tree: Path, over: dict[str, str]
) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}

    with pytest.raises(RefusedError):
        new(**over).write(tree)

    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before


def test_an_endpoint_that_is_there_is_not_overwritten(tree: Path) -> None:
    new().write(tree)

    with pytest.raises(RefusedError, match="already"):
        new().write(tree)
