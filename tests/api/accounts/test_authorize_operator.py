"""The authorizer of the operator's routes."""

import pytest

from accounts import authorize_operator
from tests.world import ADMIN_KEY, METHOD_ARN


def _ask(headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    answer = authorize_operator.handler({"methodArn": METHOD_ARN, "headers": headers}, None)
    return answer["policyDocument"]["Statement"][0]["Effect"], answer["context"]


def test_the_operators_key_opens_the_operators_routes(cloud: None) -> None:
    assert _ask({"x-admin-key": ADMIN_KEY}) == ("Allow", {"kind": "operator"})


@pytest.mark.parametrize("sent", ["", "wrong", ADMIN_KEY + "x", ADMIN_KEY[:-1], "é", "\x00"])
def test_any_other_key_does_not(cloud: None, sent: str) -> None:
    effect, context = _ask({"X-Admin-Key": sent})

    assert (effect, context["code"]) == ("Deny", "INVALID_TOKEN")


def test_no_key_does_not(cloud: None) -> None:
    assert _ask({})[0] == "Deny"
