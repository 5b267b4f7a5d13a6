"""Authorizers asked and remembered as API Gateway does it."""

import asyncio
from typing import Any

import pytest

from local.api_definition import Authorizer
from local.authorization import Authorizations, AuthorizerFailedError
from local.gateway_answers import GatewayError

MEMBER = Authorizer("Member", "authorize-member", ("X-API-Key", "Authorization"), ttl=30)
OPTIONAL = Authorizer("OptionalKey", "authorize-optional", (), ttl=0)
HEADERS = {"x-api-key": "k", "authorization": "Bearer t"}
ARN = "arn:aws:execute-api:us-east-1:000000000000:a1/api/GET/v1/users/me"


class Fixture:
    """An authorizer function that answers what it is told, a clock, and the count of calls."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.now = 0.0
        self.calls = 0
        self.authorizations = Authorizations(self.invoke, lambda: self.now)

    async def invoke(self, function: str, event: dict[str, Any]) -> Any:
        self.calls += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def check(
        self, authorizer: Authorizer, headers: dict[str, str], arn: str = ARN
    ) -> dict[str, str]:
        verdict = asyncio.run(self.authorizations.check(authorizer, headers, {"methodArn": arn}))
        return dict(verdict.context)

    def refusal(
        self, authorizer: Authorizer, headers: dict[str, str], arn: str = ARN
    ) -> GatewayError:
        with pytest.raises(GatewayError) as caught:
            self.check(authorizer, headers, arn)
        return caught.value


def policy(effect: str = "Allow", resource: Any = "*", **context: Any) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": "m1",
        "policyDocument": {"Statement": [statement]},
        "context": context,
    }


def test_the_context_arrives_as_strings() -> None:
    fixture = Fixture(policy(clientId=5, universal=True, name="A", nested={"a": 1}))
    assert fixture.check(MEMBER, HEADERS) == {
        "clientId": "5",
        "universal": "true",
        "name": "A",
        "principalId": "m1",
    }


def test_an_answer_is_remembered_for_its_time_and_for_its_headers_only() -> None:
    fixture = Fixture(policy())
    fixture.check(MEMBER, HEADERS)
    fixture.check(MEMBER, HEADERS)
    assert fixture.calls == 1
    fixture.check(MEMBER, {**HEADERS, "authorization": "Bearer other"})
    assert fixture.calls == 2
    fixture.now = 30.0
    fixture.check(MEMBER, HEADERS)
    assert fixture.calls == 3


def test_without_a_time_to_live_it_is_asked_each_time_even_without_headers() -> None:
    fixture = Fixture(policy())
    fixture.check(OPTIONAL, {})
    fixture.check(OPTIONAL, {})
    assert fixture.calls == 2


def test_a_remembered_policy_is_held_against_each_route() -> None:
    fixture = Fixture(policy(resource=ARN))
    fixture.check(MEMBER, HEADERS)
    other = ARN.replace("/users/me", "/sessions")
    assert fixture.refusal(MEMBER, HEADERS, other).kind == "ACCESS_DENIED"
    assert fixture.calls == 1


def test_a_denial_carries_what_the_authorizer_said() -> None:
    fixture = Fixture(policy("Deny", code="TOKEN_EXPIRED", message="Over."))
    error = fixture.refusal(MEMBER, HEADERS)
    assert error.kind == "ACCESS_DENIED"
    assert error.authorizer["code"] == "TOKEN_EXPIRED"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MISSING_API_KEY"),
        ({"authorization": "Bearer t"}, "MISSING_API_KEY"),
        ({"x-api-key": "k"}, "MISSING_TOKEN"),
        ({"x-api-key": "k", "authorization": ""}, "MISSING_TOKEN"),
    ],
)
def test_a_missing_header_is_refused_unasked(headers: dict[str, str], code: str) -> None:
    fixture = Fixture(policy())
    error = fixture.refusal(MEMBER, headers)
    assert (error.kind, error.code, fixture.calls) == ("UNAUTHORIZED", code, 0)


def test_an_authorizer_that_raises_lets_nobody_in_and_is_asked_again() -> None:
    fixture = Fixture(AuthorizerFailedError("KeyError"))
    assert fixture.refusal(MEMBER, HEADERS).kind == "AUTHORIZER_FAILURE"
    assert fixture.refusal(MEMBER, HEADERS).kind == "AUTHORIZER_FAILURE"
    assert fixture.calls == 2


def test_raising_unauthorized_is_a_401() -> None:
    fixture = Fixture(AuthorizerFailedError("Unauthorized"))
    assert fixture.refusal(MEMBER, HEADERS).kind == "UNAUTHORIZED"


@pytest.mark.parametrize("answer", [None, "yes", {}, {"policyDocument": "Allow"}])
def test_an_answer_without_a_policy_lets_nobody_in(answer: Any) -> None:
    assert Fixture(answer).refusal(MEMBER, HEADERS).kind == "AUTHORIZER_CONFIGURATION_ERROR"


def test_a_policy_for_another_action_lets_nobody_in() -> None:
    answer = policy()
    answer["policyDocument"]["Statement"][0]["Action"] = "execute-api:ManageConnections"
    assert Fixture(answer).refusal(MEMBER, HEADERS).kind == "ACCESS_DENIED"
