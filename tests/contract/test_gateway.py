"""What API Gateway does of itself with the template's API: routes and refusals."""

import json

import pytest

from local.endpoints import Endpoint
from local.gateway_answers import GatewayAnswers, GatewayError
from local.routing import Router, UnsafePathError, segments_of
from stvos.identity.principal import Who
from tests.contract.expansion import api
from tests.contract.repository import built


def function_of(method: str, path: str) -> str | None:
    """The function that serves a request; None for what the API knows no route of."""
    try:
        found = Router.of(api().routes).find(method, segments_of(path))
    except UnsafePathError:
        return None
    return found[0].function if found else None


def test_a_word_comes_before_an_id_in_its_place() -> None:
    classes = "/v1/admin/clients/1/classes"

    assert function_of("POST", f"{classes}/import") == "AdminImportClassesFunction"
    assert function_of("PUT", f"{classes}/1") == "AdminChangeClassFunction"
    assert function_of("GET", "/v1/partner/members/export") == "ExportMembersFunction"
    assert function_of("GET", "/v1/partner/members/1") == "GetMemberFunction"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/admin/nothing"),
        ("GET", "/v1/admin"),
        ("GET", "/v1/admin/clients/1/2/3/4"),
        ("PATCH", "/v1/admin/clients"),
        ("DELETE", "/v1/admin/clients"),
        ("GET", "/v1/admin/clients//"),
        ("GET", "/v1/admin/clients/%2e%2e/clients"),
        ("POST", "/v1/content/classes"),
    ],
)
def test_there_is_nothing_at_an_unknown_route(method: str, path: str) -> None:
    assert function_of(method, path) is None


def test_an_unknown_route_is_not_found_in_the_envelope() -> None:
    answers = GatewayAnswers(api().gateway_responses, api().stage)

    answer = answers.render(GatewayError("MISSING_AUTHENTICATION_TOKEN"), "a-request", {})

    envelope = json.loads(answer.body)
    assert answer.status == 404
    assert envelope["code"] == "NOT_FOUND"
    assert envelope["requestId"] == answer.headers["X-Request-Id"] == "a-request"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "endpoint",
    [e for e in built() if e.spec.who not in {Who.ANYONE, Who.OPTIONAL_KEY}],
    ids=lambda endpoint: endpoint.operation_id,
)
def test_a_call_that_no_authorizer_passed_is_refused(endpoint: Endpoint) -> None:
    event = json.loads(endpoint.file.event_file.read_text("utf-8"))
    event["requestContext"] |= {"authorizer": None}

    assert endpoint.module.handler(event, None)["statusCode"] == 401
