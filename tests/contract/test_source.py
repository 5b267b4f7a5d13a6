"""House rules that the sources keep: who knows keys, who speaks to AWS, how long files get."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from local.endpoints import FUNCTIONS, handler_files
from local.place import ROOT
from stvos.dynamodb.keys import Keys
from tests.contract.repository import problems

CORE = ROOT / "layers" / "core" / "stvos"
LONGEST_FILE = 300
LONGEST_HANDLER = 30
KEY_WORDS = {"pk", "sk", "gsi1pk", "gsi1sk"}


def sources(*folders: Path) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted(folder.glob("**/*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> set[str]:
    """The top-level packages a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in the code that is a key attribute's name, but for conditions on it."""
    in_conditions = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Attr"
        for argument in node.args
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and node.value in KEY_WORDS
            and id(node) not in in_conditions
        ):
            yield node.lineno, str(node.value)


def test_keys_are_spelled_in_the_key_package_only() -> None:
    core = "layers/core/stvos"
    allowed = {f"{core}/dynamodb/{name}.py" for name in ("table", "reads", "writes")}
    found = []
    for file, tree in sources(CORE, FUNCTIONS):
        if file in allowed or file.startswith(f"{core}/dynamodb/keys/"):
            continue
        found += [f"{file}:{line}: {name!r}" for line, name in names(tree)]
        found += [
            f"{file}:{node.lineno}: makes a {node.func.id}: that is for dynamodb/keys"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"Key", "Span", "IndexKey"}
        ]
    assert not found, problems(found)


def test_no_two_domains_give_a_key_one_name() -> None:
    """`Keys` is composed of the domains' keys: one would hide the other, and nobody would see."""
    uses = Counter(name for part in Keys.__bases__ for name in vars(part) if name[:2] != "__")
    found = [
        f"{name} is named {count} times in stvos/dynamodb/keys"
        for name, count in uses.items()
        if count > 1
    ]
    assert not found, problems(found)


def test_only_the_edges_speak_to_aws() -> None:
    """Endpoints and rules know no AWS: repositories, jobs and adapters do."""
    found = [
        f"{file}: imports {', '.join(sorted(aws))}"
        for file, tree in sources(FUNCTIONS, CORE)
        if (aws := imports(tree) & {"boto3", "botocore"})
        and (file.startswith("functions/") or file.endswith("/service.py"))
    ]
    assert not found, problems(found)


def test_nothing_scans_or_filters() -> None:
    found = []
    for path in (p for folder in (CORE, FUNCTIONS) for p in sorted(folder.glob("**/*.py"))):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"\.scan\(|FilterExpression|paginator\(.scan.\)|PartiQL", line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found, problems(found)


def test_every_pattern_of_a_request_has_words_for_people() -> None:
    """A refusal says what is expected; other companies' messages and the library are not asked."""
    unasked = ("layers/core/stvos/providers/", "layers/core/stvos/exercises/models.py")
    found = [
        f"{path}:{node.lineno}: make it by stvos.patterns.matching"
        for path, tree in sources(CORE)
        if not path.startswith((*unasked, "layers/core/stvos/patterns.py"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"Field", "StringConstraints"}
        and any(argument.arg == "pattern" for argument in node.keywords)
    ]
    assert not found, problems(found)


def test_handlers_hold_no_rules() -> None:
    """A handler is declaration, one service call, an answer."""
    found = []
    for file in handler_files():
        tree = ast.parse(file.path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Try | ast.While):
                found.append(f"{file.shown}:{node.lineno}: {type(node).__name__.lower()}")
            if isinstance(node, ast.FunctionDef) and node.name == "handler":
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                length = (node.end_lineno or first) - first + 1
                if length > LONGEST_HANDLER:
                    found.append(f"{file.shown}: the handler has {length} lines")
    assert not found, problems(found)


def test_no_file_grows_beyond_reading() -> None:
    folders = [CORE, FUNCTIONS, ROOT / "local", ROOT / "tests"]
    found = []
    for path in (p for folder in folders for p in sorted(folder.glob("**/*.py"))):
        length = len(path.read_text("utf-8").splitlines())
        # The tree of errors is one thing, however long.
        if length > LONGEST_FILE and path.name != "errors.py":
            found.append(f"{path.relative_to(ROOT)}: {length} lines; split it by topic")
    assert not found, problems(found)


def test_every_module_says_what_it_is_for() -> None:
    found = [
        f"{file}: add a docstring"
        for file, tree in sources(CORE, FUNCTIONS, ROOT / "local")
        if not ast.get_docstring(tree)
    ]
    assert not found, problems(found)
