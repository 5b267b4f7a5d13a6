"""DynamoDB's expressions, as far as the program spells them, made into functions of an item.

Items are as on the wire: `{"name": {"S": "Eva"}}`. What is not understood raises, so that a new
form is added here before it is simulated.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

type Wire = dict[str, Any]
type Names = dict[str, str]
type Condition = Callable[[Wire, Names, Wire], bool]
type Operand = Callable[[Wire, Names, Wire], Any]
type Update = Callable[[Wire, Names, Wire], Wire]

_TOKEN = re.compile(r"\s*(<>|<=|>=|[=<>(),]|[#:\w.]+)")
_CLAUSE = re.compile(r"\b(SET|ADD|REMOVE) ")
_SET = re.compile(r"([#\w.]+) = (?:if_not_exists\(([#\w.]+), (:\w+)\)|(:\w+))(?:, |$)")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: _are_alike(a, b) and a < b,
    "<=": lambda a, b: _are_alike(a, b) and a <= b,
    ">": lambda a, b: _are_alike(a, b) and a > b,
    ">=": lambda a, b: _are_alike(a, b) and a >= b,
}


def _are_alike(one: Any, other: Any) -> bool:
    """Whether two values have an order: neither is missing, and both are of one type."""
    return isinstance(one, str) is isinstance(other, str) and None not in (one, other)


def find(item: Wire | None, path: str, names: Names) -> Any:
    """What is at a path of placeholders, as on the wire; None where nothing is."""
    value: Any = {"M": item or {}}
    for step in path.split("."):
        value = value.get("M", {}).get(names[step]) if value else None
    return value


def plain(wire: Any) -> Any:
    """A value that compares as DynamoDB compares it."""
    if wire is None:
        return None
    ((kind, value),) = wire.items()
    match kind:
        case "N":
            return float(value) if "." in value or "e" in value.lower() else int(value)
        case "M":
            return {name: plain(inner) for name, inner in value.items()}
        case "L":
            return [plain(inner) for inner in value]
        case "SS":
            return set(value)
        case "NULL":
            return ...
    return value


# ------------------------------------------------------------ conditions


@lru_cache(maxsize=4096)
def condition(text: str) -> Condition:
    """The function of a condition's text."""
    parser = _Parser(text)
    found = parser.any_of()
    parser.end()
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = next(self._tokens)

    def any_of(self) -> Condition:
        first = self.all_of()
        while self._next == "OR":
            self._take()
            first = _either(first, self.all_of())
        return first

    def all_of(self) -> Condition:
        first = self.one()
        while self._next == "AND":
            self._take()
            first = _both(first, self.one())
        return first

    def one(self) -> Condition:
        match self._next:
            case "NOT":
                self._take()
                inner = self.one()
                return lambda item, names, values: not inner(item, names, values)
            case "(":
                self._take()
                grouped = self.any_of()
                self._take(")")
                return grouped
            case "attribute_exists" | "attribute_not_exists" as function:
                [path] = self._arguments()
                wanted = function == "attribute_exists"
                return lambda item, names, _: (find(item, path, names) is not None) is wanted
            case "contains":
                path, value = self._arguments()
                return lambda item, names, values: (
                    plain(values[value]) in (plain(find(item, path, names)) or ())
                )
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._operand()
        comparator = self._take()
        right = self._operand()
        if comparator == "BETWEEN":
            self._take("AND")
            last = self._operand()
            return lambda i, n, v: (
                _are_alike(x := left(i, n, v), right(i, n, v))
                and right(i, n, v) <= x <= last(i, n, v)
            )
        compared = _COMPARED[comparator]
        return lambda i, n, v: compared(left(i, n, v), right(i, n, v))

    def _operand(self) -> Operand:
        if self._next == "size":
            [path] = self._arguments()
            return lambda item, names, _: _length(plain(find(item, path, names)))
        token = self._take()
        if token.startswith(":"):
            return lambda _, __, values: plain(values[token])
        return lambda item, names, _: plain(find(item, token, names))

    def _arguments(self) -> list[str]:
        self._take()
        self._take("(")
        found = [self._take()]
        while self._next == ",":
            self._take()
            found.append(self._take())
        self._take(")")
        return found

    def end(self) -> None:
        if self._next:
            raise ValueError(f"not understood from {self._next!r} on")

    def _take(self, wanted: str | None = None) -> str:
        token, self._next = self._next, next(self._tokens)
        if not token or (wanted and token != wanted):
            raise ValueError(f"{token!r} instead of {wanted!r}")
        return token


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"no expression: {text[place:]!r}")
        yield match[1]
        place = match.end()
    yield from iter(str, None)


def _both(one: Condition, other: Condition) -> Condition:
    return lambda *given: one(*given) and other(*given)


def _either(one: Condition, other: Condition) -> Condition:
    return lambda *given: one(*given) or other(*given)


def _length(value: Any) -> int | None:
    return None if value is None else len(value)


# ------------------------------------------------------------ updates


@lru_cache(maxsize=4096)
def update(text: str) -> Update:
    """The function of an update's text: from an item to its successor, sharing what is the same."""
    clauses = dict(zip(*[iter(_CLAUSE.split(text)[1:])] * 2, strict=True))
    sets = _SET.findall(clauses.get("SET", "").strip())
    adds = [part.split(" ") for part in clauses.get("ADD", "").strip().split(", ") if part]
    removes = [path for path in clauses.get("REMOVE", "").strip().split(", ") if path]

    def apply(item: Wire, names: Names, values: Wire) -> Wire:
        after = dict(item)
        for path, default_path, default, value in sets:
            if value:
                _put(after, path, names, values[value])
            elif find(item, default_path, names) is None:
                _put(after, path, names, values[default])
        for path, value in adds:
            _put(after, path, names, _sum(find(item, path, names), values[value]))
        for path in removes:
            _put(after, path, names, None)
        return after

    return apply


def _sum(stored: Any, added: Any) -> Any:
    if stored is None:
        return added
    return {"N": str(plain(stored) + plain(added))}


def _put(item: Wire, path: str, names: Names, value: Any) -> None:
    *parents, last = [names[step] for step in path.split(".")]
    place = item
    for parent in parents:
        if parent not in place:
            raise ValueError(f"nothing at {parent} to change in")
        place[parent] = {"M": dict(place[parent]["M"])}
        place = place[parent]["M"]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
