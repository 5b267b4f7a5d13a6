"""docs/: every decision says what was asked, chosen and given up, and how to go back; diagrams."""

import re

from local.place import ROOT
from tests.contract.repository import problems

DECISIONS = ROOT / "docs" / "decisions"
PARTS = ("Question", "Chosen", "Given up", "How to go back")


def test_every_decision_has_its_four_parts() -> None:
    found = []
    for path in sorted(DECISIONS.glob("*.md")):
        text = path.read_text("utf-8")
        found += [
            f"docs/decisions/{path.name}: add **{part}.**"
            for part in PARTS
            if not re.search(rf"^(\*\*{part}\.?\*\*|#+ {part})", text, re.MULTILINE)
        ]
    assert list(DECISIONS.glob("*.md"))
    assert not found, problems(found)


def test_decisions_are_numbered_once() -> None:
    files = sorted(path.name for path in DECISIONS.glob("*"))

    assert [name for name in files if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []
    numbers = [name[:4] for name in files]
    assert len(numbers) == len(set(numbers)), files


def test_no_diagram_has_a_semicolon_which_would_end_its_line() -> None:
    found, diagrams = [], 0
    for path in (ROOT / "docs").glob("*.md"):
        for diagram in re.findall(r"```mermaid\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            diagrams += 1
            lines = [line.strip() for line in diagram.splitlines() if ";" in line]
            found += [f"docs/{path.name}: {line}" for line in lines]
    assert diagrams
    assert not found, problems(found)
