"""What a name promises: find answers None, get and require raise, and no name means two things."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from local.endpoints import FUNCTIONS
from local.place import ROOT
from tests.contract.repository import problems
from tests.contract.test_source import CORE, sources

# Words that only someone who wrote this code would guess, and what the field says instead.
UNUSUAL = {
    r"\btold\b": "received, sent or notified",
    r"\btaken up\b": "resumed or started",
    r"\blies\b": "is stored",
    r"\bmeets itself\b": "runs twice",
    r"\bsomebody\b": "the role: a member, a caller, an operator",
    r"\bwish(es)?\b": "a request",
    r"\b(?<!front )(?<!front_)(?<!front-)(?<!a-front-)doors?\b": "an entry point",
    r"\bdesks?\b": "the portal or service",
    r"\bshel(f|ves)\b": "a list",
    r"\bat once\b|_at_once\b": "immediately, in parallel, or a batch's size",
}


def _returns_none(annotation: ast.expr | None) -> bool:
    return annotation is not None and bool(re.search(r"\bNone\b", ast.unparse(annotation)))


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file, tree in sources(CORE, FUNCTIONS):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{file}:{node.lineno}", node


def test_what_is_named_find_can_answer_none() -> None:
    found = [
        f"{place}: {node.name} never answers None; name it get_ or require_"
        for place, node in _functions()
        if re.match(r"_?find(_|$)", node.name)
        # Of many things, each may be None.
        and not _returns_none(node.returns)
    ]
    assert not found, problems(found)


def test_what_is_named_get_or_require_answers_or_raises() -> None:
    found = [
        f"{place}: {node.name} may answer None; name it find_"
        for place, node in _functions()
        if re.match(r"_?(get|require)(_|$)", node.name)
        and isinstance(node.returns, ast.BinOp)
        and _returns_none(node.returns)
    ]
    assert not found, problems(found)


def test_no_class_name_means_two_things() -> None:
    places = defaultdict(list)
    for file, tree in sources(CORE):
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(f"{file}:{node.lineno}")
            elif isinstance(node, ast.TypeAlias):
                places[node.name.id].append(f"{file}:{node.lineno}")
    found = [f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1]
    assert not found, problems(found)


def test_answers_are_made_in_the_answers_module_of_their_domain() -> None:
    found = [
        f"{file}:{node.lineno}: {node.name} belongs in an answers module"
        for file, tree in sources(CORE, FUNCTIONS)
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and re.search(r"(Answer|Envelope)$", node.name)
        and not re.search(r"answers\.py$|stvos/models\.py$", file)
    ]
    assert not found, problems(found)


def test_code_and_documents_use_the_words_of_the_field() -> None:
    files = [
        path
        for folder in (CORE, FUNCTIONS, ROOT / "local", ROOT / "docs")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".md"}
    ]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]!r}: say {instead}"
        for path in [*files, ROOT / "README.md", ROOT / "template.yaml"]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for word, instead in UNUSUAL.items()
        if (match := re.search(word, line, re.IGNORECASE))
    ]
    assert not found, problems(found)
