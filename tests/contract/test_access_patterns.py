"""Every access pattern that the code names has its row in docs/data-model.md, and back."""

import re

from local.place import ROOT
from tests.contract.repository import problems

CORE = ROOT / "layers" / "core" / "stvos"
_ROW = re.compile(r"^\| ((?:[A-Z]\d{1,2}(?:, )?)+) \|", re.MULTILINE)
_RANGE = re.compile(r"\b([A-Z])(\d{1,2}) to \1(\d{1,2})\b")
_CODE = re.compile(r"\b[A-Z]\d{1,2}\b")
# A docstring or comment that names patterns: `"""C12: ...`, `patterns I1 to I6 of`.
_NAMING = re.compile(
    r'(?:"""|# )((?:[A-Z]\d{1,2}(?:, | to | and )?)+)[:.]|patterns? ([^"]+?) of docs'
)


def rows() -> set[str]:
    text = (ROOT / "docs" / "data-model.md").read_text("utf-8")
    return {code for row in _ROW.findall(text) for code in row.split(", ")}


def named() -> dict[str, str]:
    """Pattern to a file that names it."""
    found: dict[str, str] = {}
    for path in sorted(CORE.rglob("*.py")):
        for groups in _NAMING.findall(path.read_text("utf-8")):
            for code in codes_of(" ".join(groups)):
                found.setdefault(code, str(path.relative_to(ROOT)))
    return found


def codes_of(text: str) -> set[str]:
    spelled = {
        f"{letter}{number}"
        for letter, first, last in _RANGE.findall(text)
        for number in range(int(first), int(last) + 1)
    }
    return spelled | set(_CODE.findall(text))


def test_every_pattern_of_the_code_has_a_row() -> None:
    found = [
        f"{path} names {code}: add its row to docs/data-model.md"
        for code, path in named().items()
        if code not in rows()
    ]
    assert len(named()) > 90
    assert not found, problems(found)


def test_every_row_is_named_in_the_code() -> None:
    found = [
        f"docs/data-model.md has a row {code}, which no docstring names"
        for code in sorted(rows() - set(named()))
    ]
    assert not found, problems(found)
