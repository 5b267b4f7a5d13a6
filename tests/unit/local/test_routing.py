"""Which route a path leads to, and which paths lead nowhere."""

import pytest

from local.api_definition import Route
from local.routing import MalformedPathError, Router, UnsafePathError, segments_of

ROUTES = [
    Route("GET", "/v1/classes", "list"),
    Route("POST", "/v1/classes", "make"),
    Route("GET", "/v1/classes/{id}", "one"),
    Route("GET", "/v1/classes/popular", "popular"),
    Route("GET", "/v1/classes/{id}/notes/{noteId}", "note"),
    Route("PUT", "/v1/admin/{proxy+}", "operators"),
]


def served(method: str, path: str) -> tuple[str | None, dict[str, str]] | None:
    found = Router.of(ROUTES).find(method, segments_of(path))
    return (found[0].function, found[1]) if found else None


def test_a_literal_segment_wins_over_a_parameter() -> None:
    assert served("GET", "/v1/classes/popular") == ("popular", {})
    assert served("GET", "/v1/classes/7") == ("one", {"id": "7"})


def test_a_parameter_is_tried_when_the_literal_leads_nowhere() -> None:
    assert served("GET", "/v1/classes/popular/notes/3") == (
        "note",
        {"id": "popular", "noteId": "3"},
    )


def test_parameters_are_decoded_once() -> None:
    assert served("GET", "/v1/classes/caf%C3%A9%2520") == ("one", {"id": "café%20"})


def test_a_greedy_parameter_takes_the_rest_of_the_path() -> None:
    assert served("PUT", "/v1/admin/clients/5") == ("operators", {"proxy": "clients/5"})


def test_the_method_must_be_served_too() -> None:
    assert served("DELETE", "/v1/classes") is None
    assert served("GET", "/v1/admin/clients") is None


def test_an_unknown_or_incomplete_path_is_not_served() -> None:
    assert served("GET", "/v1") is None
    assert served("GET", "/v1/classes/7/notes") is None
    assert served("GET", "/v1/classes/7/notes/3/more") is None


def test_one_slash_at_the_end_is_let_through() -> None:
    assert served("GET", "/v1/classes/") == ("list", {})


@pytest.mark.parametrize(
    "path",
    [
        "",
        "classes",
        "*",
        "//v1/classes",
        "/v1//classes",
        "/v1/classes//",
        "/v1/x/../classes",
        "/v1/./classes",
        "/v1/%2e%2e/v1/classes",
        "/v1/%2E/classes",
        "/v1/classes%2F7",
        "/v1/classes/..%2fpopular",
        "/v1/classes/a%5Cb",
        "/v1/classes/7%00",
        "/v1/classes/7%0d%0aX-Admin-Key:%20x",
        "/v1/classes/%7f",
    ],
)
def test_a_path_that_two_readers_could_read_differently_is_refused(path: str) -> None:
    with pytest.raises(UnsafePathError):
        segments_of(path)


@pytest.mark.parametrize("path", ["/v1/%ff", "/v1/%C3%28", "/v1/%ed%a0%80", "/v1/%c0%ae"])
def test_a_path_that_is_not_utf8_is_malformed(path: str) -> None:
    with pytest.raises(MalformedPathError):
        segments_of(path)
