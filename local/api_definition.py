"""The deployed API as API Gateway reads it: routes, authorizers, gateway responses.

Everything comes from the OpenAPI body that SAM writes into the template, so that the front door
and AWS are configured from one source.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from local.template import Resolver

METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch"})
_FUNCTION = re.compile(r"/functions/(?:arn:[^/]*:)?([A-Za-z0-9_-]+?)(?:\.Arn)?/invocations")
_HEADER = "method.request.header."


@dataclass(frozen=True)
class Authorizer:
    """A REQUEST authorizer: a missing identity header is refused without asking it."""

    name: str
    function: str
    headers: tuple[str, ...]
    ttl: int


@dataclass(frozen=True)
class Route:
    """One method of one path; without a function it answers `status` and `headers` by itself."""

    method: str
    path: str
    function: str | None = None
    authorizer: Authorizer | None = None
    needs_plan: bool = False
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GatewayResponse:
    """What API Gateway answers by itself for one kind of error."""

    status: int | None
    headers: Mapping[str, str]
    template: str | None


@dataclass(frozen=True)
class ApiDefinition:
    """One API with one stage."""

    api_id: str
    stage: str
    routes: tuple[Route, ...]
    gateway_responses: Mapping[str, GatewayResponse]
    binary_types: tuple[str, ...]

    @classmethod
    def read(
        cls,
        processed: Mapping[str, Any],
        parameters: Mapping[str, str],
        physical_ids: Mapping[str, str],
    ) -> Self:
        """From a stack's processed template and what its resources were called."""
        resources = processed["Resources"]
        api_name, api = _only(resources, "AWS::ApiGateway::RestApi")
        _, stage = _only(resources, "AWS::ApiGateway::Stage")
        resolve = Resolver(processed, parameters, physical_ids)
        body = resolve(api["Properties"]["Body"])
        # SAM writes the slash as JSON pointers do.
        binary = body.get("x-amazon-apigateway-binary-media-types", [])
        authorizers = _authorizers(body, physical_ids)
        return cls(
            api_id=physical_ids.get(api_name, api_name),
            stage=resolve(stage["Properties"]["StageName"]),
            routes=tuple(
                _route(path, method, operation, authorizers, physical_ids)
                for path, item in body["paths"].items()
                for method, operation in _operations(item)
            ),
            gateway_responses=_gateway_responses(body),
            binary_types=tuple(kind.replace("~1", "/") for kind in binary),
        )


def _only(resources: Mapping[str, Any], kind: str) -> tuple[str, Any]:
    found = [(name, item) for name, item in resources.items() if item["Type"] == kind]
    if len(found) != 1:
        raise ValueError(f"the template has {len(found)} resources of type {kind}, not one")
    return found[0]


def _operations(item: Mapping[str, Any]) -> list[tuple[str, Any]]:
    named = [(method, item[method]) for method in item if method in METHODS]
    anything = item.get("x-amazon-apigateway-any-method")
    if anything is None:
        return named
    return named + [(method, anything) for method in sorted(METHODS - {m for m, _ in named})]


def _function(uri: Any, physical_ids: Mapping[str, str]) -> str:
    found = _FUNCTION.search(str(uri))
    if not found:
        raise ValueError(f"{uri} names no Lambda function")
    return physical_ids.get(found[1], found[1])


def _authorizers(body: Mapping[str, Any], physical_ids: Mapping[str, str]) -> dict[str, Authorizer]:
    schemes = body.get("securityDefinitions") or body.get("components", {}).get(
        "securitySchemes", {}
    )
    authorizers = {}
    for name, scheme in schemes.items():
        settings = scheme.get("x-amazon-apigateway-authorizer")
        if settings is None:
            continue
        sources = settings.get("identitySource") or _HEADER + scheme.get("name", "Authorization")
        authorizers[name] = Authorizer(
            name=name,
            function=_function(settings["authorizerUri"], physical_ids),
            headers=tuple(
                source.strip().removeprefix(_HEADER)
                for source in sources.split(",")
                if source.strip().startswith(_HEADER)
            ),
            ttl=int(settings.get("authorizerResultTtlInSeconds", 300)),
        )
    return authorizers


def _route(
    path: str,
    method: str,
    operation: Mapping[str, Any],
    authorizers: Mapping[str, Authorizer],
    physical_ids: Mapping[str, str],
) -> Route:
    integration = operation["x-amazon-apigateway-integration"]
    schemes = [name for requirement in operation.get("security", []) for name in requirement]
    if integration["type"].lower() == "mock":
        status, headers = _mock_answer(integration)
        return Route(method.upper(), path, status=status, headers=headers)
    return Route(
        method=method.upper(),
        path=path,
        function=_function(integration["uri"], physical_ids),
        authorizer=next((authorizers[name] for name in schemes if name in authorizers), None),
        needs_plan="api_key" in schemes,
    )


def _mock_answer(integration: Mapping[str, Any]) -> tuple[int, dict[str, str]]:
    answer = integration.get("responses", {}).get("default", {})
    headers = {
        name.removeprefix("method.response.header."): str(value).strip("'")
        for name, value in answer.get("responseParameters", {}).items()
    }
    return int(answer.get("statusCode", 200)), headers


def _gateway_responses(body: Mapping[str, Any]) -> dict[str, GatewayResponse]:
    responses = {}
    for kind, settings in body.get("x-amazon-apigateway-gateway-responses", {}).items():
        status = settings.get("statusCode")
        responses[kind] = GatewayResponse(
            status=int(status) if status is not None else None,
            headers={
                name.removeprefix("gatewayresponse.header."): str(source)
                for name, source in settings.get("responseParameters", {}).items()
                if name.startswith("gatewayresponse.header.")
            },
            template=settings.get("responseTemplates", {}).get("application/json"),
        )
    return responses
