"""The gateway's own errors, rendered from the template's responses."""

import json

import pytest

from local.api_definition import GatewayResponse
from local.gateway_answers import GatewayAnswer, GatewayAnswers, GatewayError

RESPONSES = {
    "ACCESS_DENIED": GatewayResponse(
        status=401,
        headers={"X-Request-Id": "context.requestId", "Access-Control-Allow-Origin": "'*'"},
        template='{"error":"$context.authorizer.message","code":"$context.authorizer.code",'
        '"details":"","requestId":"$context.requestId"}',
    ),
    "UNAUTHORIZED": GatewayResponse(
        status=401,
        headers={},
        template='{"error":"no","code":"MISSING_API_KEY","details":"",'
        '"requestId":"$context.requestId"}',
    ),
    "THROTTLED": GatewayResponse(
        status=429, headers={"Retry-After": "'1'"}, template='{"code":"RATE_LIMITED"}'
    ),
    "DEFAULT_4XX": GatewayResponse(
        status=None,
        headers={},
        template='{"code":"VALIDATION_ERROR","details":$context.error.messageString}',
    ),
    "DEFAULT_5XX": GatewayResponse(
        status=None, headers={}, template='{"code":"INTERNAL_ERROR","details":""}'
    ),
}


def render(error: GatewayError) -> tuple[GatewayAnswer, dict[str, str]]:
    answer = GatewayAnswers(RESPONSES, "api").render(error, "req-1", {})
    return answer, json.loads(answer.body)


def test_a_denial_says_what_the_authorizer_said() -> None:
    answer, body = render(
        GatewayError("ACCESS_DENIED", authorizer={"code": "TOKEN_EXPIRED", "message": "Over."})
    )
    assert answer.status == 401
    assert body == {"error": "Over.", "code": "TOKEN_EXPIRED", "details": "", "requestId": "req-1"}
    assert answer.headers["X-Request-Id"] == "req-1"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_authorizer_that_said_nothing_leaves_the_sentence_empty() -> None:
    _, body = render(GatewayError("ACCESS_DENIED"))
    assert body["error"] == ""


def test_a_missing_token_is_told_from_a_missing_key() -> None:
    answer, body = render(GatewayError("UNAUTHORIZED", code="MISSING_TOKEN", message="Send it."))
    assert (answer.status, body["code"], body["error"]) == (401, "MISSING_TOKEN", "Send it.")
    assert body["requestId"] == "req-1"


def test_the_wait_of_this_caller_replaces_the_templates() -> None:
    answer, _ = render(GatewayError("THROTTLED", headers={"Retry-After": "7"}))
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("BAD_REQUEST_PARAMETERS", 400, "VALIDATION_ERROR"),
        ("REQUEST_TOO_LARGE", 413, "VALIDATION_ERROR"),
        ("AUTHORIZER_FAILURE", 500, "INTERNAL_ERROR"),
        ("INTEGRATION_TIMEOUT", 504, "INTERNAL_ERROR"),
    ],
)
def test_a_kind_without_a_response_takes_the_default_of_its_class(
    kind: str, status: int, code: str
) -> None:
    answer, body = render(GatewayError(kind))
    assert (answer.status, body["code"]) == (status, code)


def test_the_status_of_a_failed_function_is_502() -> None:
    answer, body = render(GatewayError("INTEGRATION_FAILURE", status=502))
    assert (answer.status, body["code"]) == (502, "INTERNAL_ERROR")


def test_without_any_response_the_envelope_is_whole_all_the_same() -> None:
    answer = GatewayAnswers({}, "api").render(GatewayError("THROTTLED"), "req-2", {})
    assert set(json.loads(answer.body)) == {"error", "code", "details", "requestId"}
