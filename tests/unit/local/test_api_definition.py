"""The API as SAM writes it into the template."""

from typing import Any

import pytest

from local.api_definition import ApiDefinition


def invoking(function: str) -> dict[str, Any]:
    uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    return {"Fn::Sub": f"{uri}${{{function}.Arn}}/invocations"}


BODY: dict[str, Any] = {
    "paths": {
        "/v1/login": {
            "post": {
                "x-amazon-apigateway-integration": {
                    "type": "aws_proxy",
                    "uri": invoking("LoginFunction"),
                },
                "security": [{"Key": []}, {"api_key": []}],
            },
            "options": {
                "x-amazon-apigateway-integration": {
                    "type": "mock",
                    "responses": {
                        "default": {
                            "statusCode": "200",
                            "responseParameters": {
                                "method.response.header.Access-Control-Allow-Origin": {
                                    "Fn::Sub": "'${CorsOrigins}'"
                                }
                            },
                        }
                    },
                }
            },
        },
        "/v1/any": {
            "x-amazon-apigateway-any-method": {
                "x-amazon-apigateway-integration": {
                    "type": "aws_proxy",
                    "uri": invoking("AnyFunction"),
                }
            }
        },
    },
    "components": {
        "securitySchemes": {
            "api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"},
            "Key": {
                "x-amazon-apigateway-authorizer": {
                    "type": "request",
                    "identitySource": "method.request.header.X-API-Key, "
                    "method.request.header.Authorization",
                    "authorizerResultTtlInSeconds": 30,
                    "authorizerUri": invoking("AuthorizeFunction"),
                }
            },
        }
    },
    "x-amazon-apigateway-binary-media-types": ["multipart~1form-data"],
    "x-amazon-apigateway-gateway-responses": {
        "THROTTLED": {
            "statusCode": 429,
            "responseParameters": {"gatewayresponse.header.Retry-After": "'1'"},
            "responseTemplates": {"application/json": "{}"},
        }
    },
}
TEMPLATE: dict[str, Any] = {
    "Parameters": {"CorsOrigins": {"Type": "String", "Default": "*"}},
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": BODY}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {"StageName": "api"}},
    },
}
IDS = {"Api": "a1b2", "LoginFunction": "login-1", "AuthorizeFunction": "authorize-1"}


@pytest.fixture
def api() -> ApiDefinition:
    return ApiDefinition.read(TEMPLATE, {"CorsOrigins": "https://a.example"}, IDS)


def test_a_route_knows_its_function_its_authorizer_and_whether_it_is_on_a_plan(
    api: ApiDefinition,
) -> None:
    [route] = [route for route in api.routes if route.method == "POST" and route.authorizer]
    assert (route.path, route.function, route.needs_plan) == ("/v1/login", "login-1", True)
    assert route.authorizer
    assert route.authorizer.function == "authorize-1"
    assert route.authorizer.headers == ("X-API-Key", "Authorization")
    assert route.authorizer.ttl == 30


def test_preflight_names_the_deployed_origin(api: ApiDefinition) -> None:
    [route] = [route for route in api.routes if route.path == "/v1/login" and not route.function]
    assert (route.method, route.status) == ("OPTIONS", 200)
    assert route.headers == {"Access-Control-Allow-Origin": "https://a.example"}


def test_any_method_is_every_method(api: ApiDefinition) -> None:
    methods = {route.method for route in api.routes if route.path == "/v1/any"}
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= methods


def test_the_rest_is_read_as_well(api: ApiDefinition) -> None:
    assert (api.api_id, api.stage) == ("a1b2", "api")
    assert api.binary_types == ("multipart/form-data",)
    throttled = api.gateway_responses["THROTTLED"]
    assert (throttled.status, dict(throttled.headers)) == (429, {"Retry-After": "'1'"})


def test_a_route_whose_integration_names_no_function_is_an_error() -> None:
    broken = {
        "paths": {
            "/v1/x": {
                "get": {
                    "x-amazon-apigateway-integration": {
                        "type": "aws_proxy",
                        "uri": "https://elsewhere.example",
                    }
                }
            }
        }
    }
    resources = {
        **TEMPLATE["Resources"],
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": broken}},
    }
    with pytest.raises(ValueError, match="names no Lambda"):
        ApiDefinition.read({"Resources": resources}, {}, {})
