"""The authorizer of routes where the key is optional."""

from accounts import authorize_optional_key
from tests.world import METHOD_ARN, World


def test_a_caller_without_a_key_is_let_through_as_nobody(world: World) -> None:
    for headers in ({}, {"X-API-Key": ""}, None):
        answer = authorize_optional_key.handler({"methodArn": METHOD_ARN, "headers": headers}, None)

        assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
        assert answer["context"] == {"kind": "public"}


def test_a_key_that_is_sent_must_be_one(world: World) -> None:
    good, bad = (
        authorize_optional_key.handler(
            {"methodArn": METHOD_ARN, "headers": {"X-API-Key": key}}, None
        )
        for key in (world.key, "fytos_unknown")
    )

    assert good["context"]["clientId"] == str(world.client.id)
    assert bad["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert bad["context"]["code"] == "INVALID_API_KEY"
