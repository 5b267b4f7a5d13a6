"""The API's routes as `make openapi` writes them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from local.api_routes import paths
from local.endpoints import FUNCTIONS, Endpoint, HandlerFile
from local.template import Resolver, load
from stvos.identity.principal import Who


@dataclass(frozen=True)
class Declared:
    """What the routes are made of, of an endpoint's declaration."""

    method: str
    path: str
    who: Who
    head: bool = False


def endpoint(file: str, method: str, path: str, who: str) -> Endpoint:
    declared = Declared(method, path, Who(who))
    return Endpoint(HandlerFile(FUNCTIONS / f"{file}.py"), cast("Any", declared))


LOGIN = endpoint("accounts/login", "POST", "/v1/auth/login", "K")
HEALTH = endpoint("platform_info/health", "GET", "/v1/health", "-")
ADDED = endpoint("partners/add_staff", "POST", "/v1/partner/staff", "P")
LISTED = endpoint("partners/list_staff", "GET", "/v1/partner/staff", "P")
CLIENTS = endpoint("operators/list_clients", "GET", "/v1/admin/clients", "A")


@pytest.fixture
def read(tmp_path: Path) -> dict[str, Any]:
    """The routes of all of these, as a template's reader gets them."""
    path = tmp_path / "template.yaml"
    path.write_text("paths:\n" + paths([LOGIN, HEALTH, ADDED, LISTED, CLIENTS]))
    found: dict[str, Any] = load(path)["paths"]
    return found


def test_routes_are_in_the_order_of_their_paths_and_methods(read: dict[str, Any]) -> None:
    assert list(read) == ["/v1/admin/clients", "/v1/auth/login", "/v1/health", "/v1/partner/staff"]
    assert list(read["/v1/partner/staff"]) == ["get", "post"]


def test_a_route_invokes_its_function_through_the_api_s_role(read: dict[str, Any]) -> None:
    integration = read["/v1/auth/login"]["post"]["x-amazon-apigateway-integration"]

    assert integration["credentials"] == {"Fn::GetAtt": ["ApiRole", "Arn"]}
    assert "/functions/${LoginFunction.Arn}/invocations" in integration["uri"]["Fn::Sub"]
    # Lambda's own API takes POST, whatever the route's method is.
    assert integration["httpMethod"] == "POST"
    operators = read["/v1/admin/clients"]["get"]["x-amazon-apigateway-integration"]
    assert "${AdminListClientsFunction.Arn}" in operators["uri"]["Fn::Sub"]


def test_a_route_names_the_authorizer_of_its_callers(read: dict[str, Any]) -> None:
    assert read["/v1/health"]["get"]["security"] == []
    assert read["/v1/partner/staff"]["get"]["security"] == [{"Partner": []}]


def test_a_route_on_a_plan_asks_for_the_key_except_in_sam_local(read: dict[str, Any]) -> None:
    security = read["/v1/auth/login"]["post"]["security"]
    condition = {"SamLocal": {"Fn::Equals": [{"Ref": "AWS::StackName"}, "local"]}}
    deployed = Resolver({"Conditions": condition}, {"AWS::StackName": "stvos-prod"})
    in_sam_local = Resolver({"Conditions": condition}, {"AWS::StackName": "local"})

    assert deployed(security) == [{"Key": []}, {"api_key": []}]
    assert in_sam_local(security) == [{"Key": []}]
