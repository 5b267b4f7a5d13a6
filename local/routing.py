"""Which route a request is for, with no room for tricks in the path."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote_to_bytes

from local.api_definition import Route


class UnsafePathError(Exception):
    """A path that means one thing to one reader and another to the next."""


class MalformedPathError(Exception):
    """A path that is not percent-encoded UTF-8."""


def segments_of(raw_path: str) -> tuple[str, ...]:
    """The decoded segments of a path as it stood on the request line.

    Refuses empty and dot segments and encoded separators: whoever resolves them differently
    (a proxy, a library) would see another route. One slash at the end is let through.
    """
    if not raw_path.startswith("/"):
        raise UnsafePathError
    parts = raw_path[1:].split("/")
    if len(parts) > 1 and parts[-1] == "":
        parts.pop()
    return tuple(_segment(part) for part in parts)


def query_of(target: str) -> list[tuple[str, str]]:
    """The decoded pairs of a request target's query, in their order."""
    _, _, raw = target.partition("?")
    pairs = (part.replace("+", " ").partition("=") for part in raw.split("&") if part)
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _decoded(text: str) -> str:
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedPathError from None


def _segment(part: str) -> str:
    text = _decoded(part)
    if text in {"", ".", ".."} or any(sign in text for sign in "/\\"):
        raise UnsafePathError
    if any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in text):
        raise UnsafePathError
    return text


@dataclass
class _Node:
    literal: "dict[str, _Node]" = field(default_factory=dict)
    parameter: "_Node | None" = None
    rest: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


class Router:
    """Finds routes the way API Gateway does: literal before {parameter} before {rest+}."""

    def __init__(self) -> None:
        self._root = _Node()

    @classmethod
    def of(cls, routes: Iterable[Route]) -> Self:
        router = cls()
        for route in routes:
            router._add(route)
        return router

    def _add(self, route: Route) -> None:
        node = self._root
        for part in route.path.strip("/").split("/"):
            if part.endswith("+}"):
                node.rest = node = node.rest or _Node()
            elif part.startswith("{"):
                node.parameter = node = node.parameter or _Node()
            else:
                node = node.literal.setdefault(part, _Node())
        node.routes[route.method] = route

    def find(self, method: str, segments: tuple[str, ...]) -> tuple[Route, dict[str, str]] | None:
        """The route and its path parameters; None when nothing serves this method here."""
        return self._find(self._root, method, segments, 0, ())

    def _find(
        self,
        node: _Node,
        method: str,
        segments: tuple[str, ...],
        at: int,
        taken: tuple[str, ...],
    ) -> tuple[Route, dict[str, str]] | None:
        if at == len(segments):
            route = node.routes.get(method)
            return (route, dict(zip(_names(route), taken, strict=True))) if route else None
        part = segments[at]
        if literal := node.literal.get(part):
            match = self._find(literal, method, segments, at + 1, taken)
            if match:
                return match
        if node.parameter:
            match = self._find(node.parameter, method, segments, at + 1, (*taken, part))
            if match:
                return match
        if node.rest and (route := node.rest.routes.get(method)):
            values = (*taken, "/".join(segments[at:]))
            return route, dict(zip(_names(route), values, strict=True))
        return None


def _names(route: Route) -> list[str]:
    return [part.strip("{}+") for part in route.path.split("/") if part.startswith("{")]
