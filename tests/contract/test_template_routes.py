"""The API's body and the template: every endpoint is routed to its own function, by its callers.

The body is made from the endpoints' declarations; what is tested here is that API Gateway and SAM
read it as it is meant.
"""

import json
import re
import tomllib
from typing import Any

from samcli.lib.providers.api_provider import ApiProvider  # type: ignore[import-untyped]
from samcli.lib.providers.provider import Stack  # type: ignore[import-untyped]

from local.openapi.__main__ import API_BODY
from local.place import ROOT
from stvos.identity.principal import Who
from tests.contract.repository import built, functions, problems, the_template

AUTHORIZERS: dict[Who, list[dict[str, list[str]]]] = {
    Who.ANYONE: [],
    Who.OPTIONAL_KEY: [{"OptionalKey": []}],
    Who.KEY: [{"Key": [], "api_key": []}],
    Who.USER: [{"Member": [], "api_key": []}],
    Who.TRAINER: [{"Member": [], "api_key": []}],
    Who.PARTNER: [{"Partner": []}],
    Who.OPERATOR: [{"Operator": []}],
}
_FUNCTION = re.compile(r"\$\{(\w+)\.Arn\}/invocations$")


def part(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((API_BODY / f"{name}.json").read_text("utf-8"))
    return content


def operations() -> dict[str, dict[str, Any]]:
    """`METHOD /path` to its operation, preflights left out."""
    return {
        f"{method.upper()} {path}": operation
        for path, item in part("paths").items()
        for method, operation in item.items()
        if method != "options"
    }


def function_of(uri: dict[str, str]) -> str:
    match = _FUNCTION.search(uri["Fn::Sub"])
    assert match, uri
    return match[1]


def test_every_endpoint_is_routed_to_its_own_function() -> None:
    routed = {
        route: function_of(operation["x-amazon-apigateway-integration"]["uri"])
        for route, operation in operations().items()
    }

    declared = {f"{e.spec.method} {e.spec.path}": e.file.logical_id for e in built()}
    assert routed == declared
    assert len(set(routed.values())) == len(routed)
    assert not set(routed.values()) - set(functions())


def test_every_route_asks_the_authorizer_of_its_callers() -> None:
    found = [
        f"{endpoint.file.shown}: who={endpoint.spec.who!s}"
        for endpoint in built()
        if operations()[f"{endpoint.spec.method} {endpoint.spec.path}"].get("security", [])
        != AUTHORIZERS[endpoint.spec.who]
    ]
    assert not found, problems(found)


def test_every_call_of_a_function_goes_through_the_api_s_role() -> None:
    role = {"Fn::GetAtt": ["ApiRole", "Arn"]}
    for operation in operations().values():
        assert operation["x-amazon-apigateway-integration"]["credentials"] == role
    for name, scheme in part("security_definitions").items():
        settings = scheme.get("x-amazon-apigateway-authorizer")
        if settings:
            assert settings["authorizerCredentials"] == role, name
            assert function_of(settings["authorizerUri"]) in functions(), name
    assert not [n for n, r in the_template()["Resources"].items() if "Permission" in r["Type"]]


def test_every_path_answers_preflights() -> None:
    for path, item in part("paths").items():
        answer = item["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
        allowed = answer["responseParameters"][
            "method.response.header.Access-Control-Allow-Methods"
        ]
        methods = {method.upper() for method in item} - {"OPTIONS"}
        assert methods <= set(allowed.strip("'").split(",")), path


def test_the_template_includes_every_part() -> None:
    source = (ROOT / "template.yaml").read_text("utf-8")
    included = re.findall(r"Location: functions/api/(\w+)\.json", source)

    assert sorted(included) == sorted(path.stem for path in API_BODY.glob("*.json"))


def test_sam_local_finds_every_route_and_its_authorizer() -> None:
    """`sam local start-api` reads the template by this class, with samconfig's parameters."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text("utf-8"))
    overrides = config["default"]["local_start_api"]["parameters"]["parameter_overrides"]
    stack = Stack(
        parent_stack_path="",
        name="",
        location=str(ROOT / "template.yaml"),
        parameters=dict(override.split("=") for override in overrides),
        template_dict=the_template(),
    )
    provider = ApiProvider([stack], cwd=str(ROOT))

    found = {
        (f"{method} {route.path}", route.function_name, route.authorizer_name)
        for route in provider.api.routes
        for method in route.methods
        if method != "OPTIONS"
    }
    declared = {
        (
            f"{e.spec.method} {e.spec.path}",
            e.file.logical_id,
            next((name for needed in AUTHORIZERS[e.spec.who] for name in needed), None),
        )
        for e in built()
    }
    assert found == declared
