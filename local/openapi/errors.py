"""Refusals in the document: the envelope, the closed list of codes, responses that routes share."""

from collections import Counter
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from stvos.api.endpoint import Spec
from stvos.errors import StvosError

type Part = dict[str, Any]

ENVELOPE: Part = {
    "type": "object",
    "description": "Every refusal. Switch on `code`; `error` is a sentence for a person and may "
    "change. Some codes carry further fields.",
    "required": ["error", "code", "details", "requestId"],
    "properties": {
        "error": {"type": "string"},
        "code": {"$ref": "#/components/schemas/ErrorCode"},
        "details": {"type": "string"},
        "requestId": {"type": "string"},
        "fields": {
            "type": "array",
            "description": "What is wrong with which field of the request or, below `profile`, "
            "of the member's stored profile.",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "path": {"type": "string", "examples": ["body.email"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def sentences() -> dict[str, str]:
    """What each code means, in the words of its error."""
    found: dict[str, str] = {}
    todo: list[type[StvosError]] = [StvosError]
    while todo:
        kind = todo.pop()
        # A code may have several classes; the first sentence stands.
        found.setdefault(kind.code, kind.sentence)
        todo.extend(kind.__subclasses__())
    return found


def code_list(codes: dict[str, HTTPStatus]) -> Part:
    """The closed list of codes as a schema."""
    return {
        "type": "string",
        "description": "All codes that this API answers. None is ever renamed or reused.",
        "enum": list(codes),
    }


class ErrorResponses:
    """The error responses of every route; those that several routes share are components."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self._sentences = sentences()
        uses = Counter(key for spec in specs for key in _by_status(spec))
        self._shared = {key: _name(key) for key, number in uses.items() if number > 1}

    @property
    def components(self) -> dict[str, Part]:
        return {
            name: self._response(key)
            for key, name in sorted(self._shared.items(), key=lambda pair: pair[0])
        }

    def of(self, spec: Spec) -> dict[str, Part]:
        """Status to response for one route."""
        found: dict[str, Part] = {}
        for key in _by_status(spec):
            name = self._shared.get(key)
            ref = {"$ref": f"#/components/responses/{name}"}
            found[str(key[0])] = ref if name else self._response(key)
        return found

    def _response(self, key: tuple[int, tuple[str, ...]]) -> Part:
        status, codes = key
        headers: Part = {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
        lines = [f"`{code}`: {self._sentences[code]}" for code in codes]
        schema = {
            "allOf": [
                {"$ref": "#/components/schemas/Error"},
                {"properties": {"code": {"enum": list(codes)}}},
            ]
        }
        return {
            "description": "\n".join(lines),
            "headers": headers,
            "content": {"application/json": {"schema": schema}},
        }


def _by_status(spec: Spec) -> list[tuple[int, tuple[str, ...]]]:
    grouped: dict[int, set[str]] = {}
    for code, status in spec.errors().items():
        grouped.setdefault(int(status), set()).add(code)
    return [(status, tuple(sorted(grouped[status]))) for status in sorted(grouped)]


def _name(key: tuple[int, tuple[str, ...]]) -> str:
    status, codes = key
    return f"{status}.{'.'.join(codes)}"
