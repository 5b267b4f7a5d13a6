"""The API's body as API Gateway reads it, made from the endpoints' declarations.

template.yaml includes the parts (AWS::Include). Every integration and authorizer is invoked
through one role: SAM would make a permission for each function, and CloudFormation allows a stack
500 resources. See docs/decisions/0013-the-api-s-body-is-generated.md.
"""

import json
from collections.abc import Iterable
from typing import Any

from local.endpoints import Endpoint
from stvos import errors
from stvos.errors import StvosError
from stvos.identity.principal import Who

_MAX_AGE = "86400"
_ALLOWED_HEADERS = "Content-Type,Authorization,X-API-Key,X-Admin-Key,Idempotency-Key,Prefer"
_ALLOWED_METHODS = "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"
_ROLE = {"Fn::GetAtt": ["ApiRole", "Arn"]}
# A preflight answer can name one origin. With several it says "*", and the endpoints' own answers,
# without which a browser shows nothing to a page, name only allowed ones.
_ORIGIN = {"Fn::If": ["OneOrigin", {"Fn::Sub": "'${CorsOrigins}'"}, "'*'"]}
# Beside what a handler keeps, a yes that the gateway keeps for so long delays a revocation.
_CACHED_SECONDS = 30

# Name, authorizing function, headers without which the gateway refuses unasked. Those that name
# none are not cached: their headers are optional, and a cached yes would not look at them.
AUTHORIZERS = {
    "Key": ("AuthorizeKeyFunction", ["X-API-Key"]),
    "OptionalKey": ("AuthorizeOptionalKeyFunction", []),
    "Member": ("AuthorizeMemberFunction", ["X-API-Key", "Authorization"]),
    "Partner": ("AuthorizePartnerFunction", []),
    "Operator": ("AuthorizeOperatorFunction", ["X-Admin-Key"]),
}
_AUTHORIZER_OF: dict[Who, str | None] = {
    Who.ANYONE: None,
    Who.OPTIONAL_KEY: "OptionalKey",
    Who.KEY: "Key",
    Who.USER: "Member",
    Who.TRAINER: "Member",
    Who.PARTNER: "Partner",
    Who.OPERATOR: "Operator",
}
# Their usage plan counts them: the authorizer hands API Gateway the key's usage key.
_BY_PLAN = {Who.KEY, Who.USER, Who.TRAINER}


def build(endpoints: Iterable[Endpoint]) -> dict[str, dict[str, Any]]:
    """The parts that the template includes, by file name, with CloudFormation's intrinsics.

    `sam_local_paths.json` is for `sam local start-api`, which cannot read a route that has an
    authorizer and a usage plan's key.
    """
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in sorted(endpoints, key=lambda one: (one.spec.path, one.spec.method)):
        path = paths.setdefault(endpoint.spec.path, {})
        path[endpoint.spec.method.lower()] = _operation(endpoint)
    schemes = {name: _authorizer(*about) for name, about in AUTHORIZERS.items()}
    api_key = {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}
    return {
        "paths.json": {path: item | {"options": _preflight()} for path, item in paths.items()},
        "security_definitions.json": api_key | schemes,
        "gateway_responses.json": _gateway_responses(),
        "sam_local_paths.json": {path: _without_keys(item) for path, item in paths.items()},
    }


def _without_keys(item: dict[str, Any]) -> dict[str, Any]:
    return {
        method: operation
        | {
            "security": [
                {name: scopes for name, scopes in needed.items() if name != "api_key"}
                for needed in operation.get("security", [])
            ]
        }
        for method, operation in item.items()
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    who = endpoint.spec.who
    operation: dict[str, Any] = {
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": _invocation_of(endpoint.file.logical_id),
            "credentials": _ROLE,
        }
    }
    if authorizer := _AUTHORIZER_OF[who]:
        schemes = [authorizer, "api_key"] if who in _BY_PLAN else [authorizer]
        operation["security"] = [{name: [] for name in schemes}]
    return operation


def _invocation_of(function: str) -> dict[str, str]:
    return {
        "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
        f"functions/${{{function}.Arn}}/invocations"
    }


def _authorizer(function: str, headers: list[str]) -> dict[str, Any]:
    settings = {
        "type": "request",
        "authorizerUri": _invocation_of(function),
        "authorizerCredentials": _ROLE,
        "authorizerResultTtlInSeconds": _CACHED_SECONDS if headers else 0,
    }
    if headers:
        sources = ", ".join(f"method.request.header.{header}" for header in headers)
        settings["identitySource"] = sources
    return {
        "type": "apiKey",
        "name": headers[-1] if headers else "Unused",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": settings,
    }


def _preflight() -> dict[str, Any]:
    headers = {
        "Access-Control-Allow-Origin": _ORIGIN,
        "Access-Control-Allow-Methods": f"'{_ALLOWED_METHODS}'",
        "Access-Control-Allow-Headers": f"'{_ALLOWED_HEADERS}'",
        "Access-Control-Max-Age": f"'{_MAX_AGE}'",
    }
    return {
        "responses": {
            "200": {
                "description": "What a browser may send here",
                "headers": {name: {"type": "string"} for name in headers},
            }
        },
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {
                "default": {
                    "statusCode": "200",
                    "responseTemplates": {"application/json": "{}"},
                    "responseParameters": {
                        f"method.response.header.{name}": value for name, value in headers.items()
                    },
                }
            },
        },
    }


def _gateway_responses() -> dict[str, Any]:
    """What the gateway answers by itself, in the API's error envelope."""
    missing = (
        "The API key is missing, or the Authorization header on a route for signed-in callers."
    )
    busy = errors.RateLimited
    return {
        "DEFAULT_4XX": _response(errors.InvalidInput, None, details="$context.error.messageString"),
        "DEFAULT_5XX": _response(errors.InternalError, None),
        "UNAUTHORIZED": _response(errors.MissingApiKey, 401, sentence=missing),
        "ACCESS_DENIED": _answer(
            401, "$context.authorizer.message", "$context.authorizer.code", '""'
        ),
        "INVALID_API_KEY": _response(errors.InvalidApiKey, 401),
        "MISSING_AUTHENTICATION_TOKEN": _response(errors.NotFound, 404),
        "RESOURCE_NOT_FOUND": _response(errors.NotFound, 404),
        "REQUEST_TOO_LARGE": _response(errors.PayloadTooLarge, 413),
        "UNSUPPORTED_MEDIA_TYPE": _response(errors.UnsupportedMediaType, 415),
        "THROTTLED": _response(busy, 429, headers={"Retry-After": "'1'"}),
        "QUOTA_EXCEEDED": _response(busy, 429, headers={"Retry-After": "'60'"}),
        "INTEGRATION_TIMEOUT": _response(errors.GatewayTimeout, 504),
    }


def _response(
    error: type[StvosError],
    status: int | None,
    *,
    sentence: str = "",
    details: str = '""',
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    return _answer(status, sentence or error.sentence, error.code, details, headers)


def _answer(
    status: int | None, sentence: str, code: str, details: str, more: dict[str, str] | None = None
) -> dict[str, Any]:
    headers = {
        "Access-Control-Allow-Origin": "'*'",
        "X-Request-Id": "context.requestId",
        **(more or {}),
    }
    response: dict[str, Any] = {
        "responseParameters": {
            f"gatewayresponse.header.{name}": value for name, value in headers.items()
        },
        "responseTemplates": {
            # `details` is JSON already: `$context.error.messageString` comes in quotes.
            "application/json": f'{{"error":{json.dumps(sentence)},"code":"{code}",'
            f'"details":{details},"requestId":"$context.requestId"}}'
        },
    }
    return response if status is None else {"statusCode": status} | response
