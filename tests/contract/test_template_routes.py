"""The API's routes in the template and the endpoints' declarations, both ways."""

from itertools import chain
from typing import Any

import pytest

from local import template_parts
from local.place import ROOT
from stvos.identity.principal import Who
from tests.contract.expansion import api, api_body, count
from tests.contract.repository import built, functions, problems, the_template

AUTHORIZERS = {
    Who.ANYONE: None,
    Who.OPTIONAL_KEY: "OptionalKey",
    Who.KEY: "Key",
    Who.USER: "Member",
    Who.TRAINER: "Member",
    Who.PARTNER: "Partner",
    Who.OPERATOR: "Operator",
}
# Their usage plan counts them: the authorizer hands API Gateway the key's usage key.
BY_PLAN = {Who.KEY, Who.USER, Who.TRAINER}
INTEGRATION = "x-amazon-apigateway-integration"
INVOKE_ROLE = {"Fn::GetAtt": ["ApiRole", "Arn"]}


def route_of(operation: Any) -> str:
    """`METHOD /path` of an endpoint's declaration or of a route of the API."""
    return f"{operation.method} {operation.path}"


def operations() -> dict[str, dict[str, Any]]:
    """Every operation of the API's body that invokes a function."""
    return {
        f"{method.upper()} {path}": operation
        for path, item in api_body()["paths"].items()
        for method, operation in item.items()
        if operation[INTEGRATION]["type"] == "aws_proxy"
    }


def test_the_generated_parts_of_the_template_are_up_to_date() -> None:
    assert not template_parts.is_outdated(), "run `make openapi` and commit template.yaml"


def test_every_endpoint_s_route_invokes_its_function() -> None:
    served = {route_of(route): route.function for route in api().routes}

    found = [
        f"{endpoint.file.shown}: {route_of(endpoint.spec)} invokes "
        f"{served.get(route_of(endpoint.spec))}, not {endpoint.file.logical_id}"
        for endpoint in built()
        if served.get(route_of(endpoint.spec)) != endpoint.file.logical_id
    ]
    assert not found, problems(found)


def test_every_route_of_the_api_is_an_endpoint_s() -> None:
    known = {route_of(endpoint.spec) for endpoint in built()}
    known |= {f"HEAD {endpoint.spec.path}" for endpoint in built() if endpoint.spec.head}

    found = [
        f"template.yaml has {route}, and no endpoint says so"
        for route in operations()
        if route not in known
    ]
    assert not found, problems(found)


def test_every_route_asks_the_authorizer_of_its_callers() -> None:
    routes = {route_of(route): route for route in api().routes}

    found = []
    for endpoint in built():
        route = routes.get(route_of(endpoint.spec))
        if route is None:
            continue  # reported above
        who = endpoint.spec.who
        wanted = (AUTHORIZERS[who], who in BY_PLAN)
        asked = (route.authorizer.name if route.authorizer else None, route.needs_plan)
        if asked != wanted:
            found.append(f"{endpoint.file.shown}: who={who!s} needs {wanted}, the API has {asked}")
    assert not found, problems(found)


def test_every_route_says_who_may_call_it() -> None:
    """One that said nothing would be open to anybody."""
    found = [route for route, operation in operations().items() if "security" not in operation]
    assert not found, problems(found)


def test_only_operators_call_what_is_below_admin() -> None:
    found = [
        f"{endpoint.file.shown}: {endpoint.spec.path}"
        for endpoint in built()
        if endpoint.spec.path.startswith("/v1/admin/")
        is not (endpoint.spec.who is Who.OPERATOR and endpoint.file.domain == "operators")
    ]
    assert not found, problems(found)


def test_the_api_s_role_invokes_every_function_so_that_none_needs_a_permission() -> None:
    schemes = api_body()["components"]["securitySchemes"].values()
    credentials = [
        *(operation[INTEGRATION]["credentials"] for operation in operations().values()),
        *(
            scheme["x-amazon-apigateway-authorizer"]["authorizerCredentials"]
            for scheme in schemes
            if "x-amazon-apigateway-authorizer" in scheme
        ),
    ]

    assert len(credentials) > len(operations())
    assert all(role == INVOKE_ROLE for role in credentials)
    assert count("AWS::Lambda::Permission") == 0, "an event of type Api: see `make openapi`"


def test_every_path_answers_a_preflight_to_anybody() -> None:
    preflights = {route.path: route for route in api().routes if route.method == "OPTIONS"}

    assert set(preflights) == set(api_body()["paths"])
    for path, route in preflights.items():
        assert route.function is None, path
        assert route.authorizer is None, path
        assert {"Access-Control-Allow-Origin", "Access-Control-Allow-Headers"} <= {*route.headers}
        allowed = route.headers["Access-Control-Allow-Methods"].split(",")
        assert {method.upper() for method in api_body()["paths"][path]} <= {*allowed}, path


def test_the_body_states_what_overwriting_would_reset() -> None:
    properties = the_template()["Resources"]["Api"]["Properties"]
    body = api_body()

    assert properties["Mode"] == "overwrite"
    assert body["x-amazon-apigateway-api-key-source"] == properties["ApiKeySourceType"]
    compression = body["x-amazon-apigateway-minimum-compression-size"]
    assert compression == properties["MinimumCompressionSize"]
    assert api().binary_types == ("multipart/form-data",)
    assert body["info"]["title"] == properties["Name"]


@pytest.fixture(scope="module")
def sam_local_routes() -> list[Any]:
    """The routes that `sam local start-api` finds, by its own code."""
    from samcli.lib.providers.api_provider import ApiProvider  # type: ignore[import-untyped]
    from samcli.lib.providers.sam_stack_provider import (  # type: ignore[import-untyped]
        SamLocalStackProvider,
    )

    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"))
    routes: list[Any] = ApiProvider(stacks, cwd=str(ROOT)).api.routes
    return routes


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sam_local_serves_every_route_with_its_function_and_authorizer(
    sam_local_routes: list[Any],
) -> None:
    found = {
        f"{method} {route.path}": (
            route.function_name,
            route.authorizer_object.lambda_name if route.authorizer_object else None,
        )
        for route in sam_local_routes
        for method in route.methods
        if method != "OPTIONS"
    }

    assert found == {
        route_of(route): (route.function, route.authorizer.function if route.authorizer else None)
        for route in api().routes
        if route.function
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_sam_local_answers_preflights(sam_local_routes: list[Any]) -> None:
    paths = {route.path for route in sam_local_routes if "OPTIONS" in route.methods}

    assert paths == set(api_body()["paths"])


def test_every_function_behind_the_api_is_one_of_the_template() -> None:
    invoked = {route.function for route in api().routes if route.function}
    asked = {route.authorizer.function for route in api().routes if route.authorizer}

    assert not {*chain(invoked, asked)} - {*functions()}
