"""House rules of template.yaml: rights, logs, size, settings."""

import json
import re
from functools import cache
from typing import Any

import yaml  # type: ignore[import-untyped]
from samtranslator.public.translator import (  # type: ignore[import-untyped]
    ManagedPolicyLoader,
)
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from local.openapi.__main__ import API_BODY
from local.place import ROOT
from stvos.errors import all_codes
from tests.contract.repository import (
    built,
    contract_routes,
    functions,
    problems,
    the_template,
)

MOST_RESOURCES = 420
# For what the contract still needs beside its routes: a role and a log group for each of the six
# domains to come, and queues with their dead letters, workers, schedules and alarms for plans,
# mails of bookings, reminders, rooms and scans.
STILL_TO_COME = 6 * 2 + 5 * 4
# API Gateway's default, which AWS raises on request.
MOST_PATHS = 300
# SES knows no narrower resource for these.
ONLY_EVERYTHING = {"ses:GetAccount"}


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role, with the role's name."""
    return [
        (name, statement)
        for name, resource in the_template()["Resources"].items()
        if resource["Type"] in {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}
        for document in policy_documents(resource["Properties"])
        for statement in document["Statement"]
    ]


def policy_documents(properties: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents of a role's policies, or of a managed policy."""
    inline = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    return [*inline, properties["PolicyDocument"]] if "PolicyDocument" in properties else inline


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_no_role_may_touch_everything() -> None:
    found = [
        f"{role}: a statement on Resource {resource}; name the resource"
        for role, statement in statements()
        for resource in as_list(statement.get("Resource"))
        if (resource == "*" and set(as_list(statement["Action"])) - ONLY_EVERYTHING)
        or resource is None
    ]
    assert not found, problems(found)


def test_no_role_may_do_everything_or_scan() -> None:
    found = [
        f"{role}: the action {action}"
        for role, statement in statements()
        for action in as_list(statement.get("Action"))
        if "*" in action or action in {"dynamodb:Scan", "dynamodb:PartiQLSelect"}
    ]
    assert not found, problems(found)


def test_roles_are_our_own_throughout() -> None:
    """SAM's policy templates and AWS's managed policies allow more than they say."""
    resources = the_template()["Resources"]
    found = [
        f"{name}: ManagedPolicyArns: {policy}"
        for name, resource in resources.items()
        for policy in resource.get("Properties", {}).get("ManagedPolicyArns", [])
        if resources.get(policy.get("Ref"), {}).get("Type") != "AWS::IAM::ManagedPolicy"
    ]
    found += [f"{name}: Policies" for name, f in functions().items() if "Policies" in f.properties]
    assert not found, problems(found)


def test_every_function_has_its_domain_s_role_and_log_group() -> None:
    found = []
    for function in functions().values():
        domain = "".join(part.capitalize() for part in function.handler.split(".")[0].split("_"))
        role, logs = function.properties.get("Role"), function.properties.get("LoggingConfig")
        if not role:
            found.append(f"{function.logical_id}: add Role: !GetAtt {domain}Role.Arn")
        if not logs or not logs.get("LogGroup"):
            found.append(
                f"{function.logical_id}: add LoggingConfig: {{LogGroup: !Ref {domain}Logs}}"
            )
    assert not found, problems(found)


@cache
def expanded() -> dict[str, Any]:
    """The resources that CloudFormation gets once SAM has expanded the template."""

    class NoManagedPolicies(ManagedPolicyLoader):  # type: ignore[misc]
        def __init__(self) -> None:
            pass

        def load(self) -> dict[str, str]:
            return {}

    plain = _long_form()
    parameters = {name: p.get("Default", "x") for name, p in plain["Parameters"].items()}
    result: dict[str, Any] = transform(
        plain, parameters | {"AWS::Region": "eu-west-1"}, NoManagedPolicies()
    )
    resources: dict[str, Any] = result["Resources"]
    return resources


def _long_form() -> dict[str, Any]:
    template: dict[str, Any] = yaml.safe_load(yaml.safe_dump(the_template()))
    # Local folders become addresses when the template is packaged.
    for resource in template["Resources"].values():
        for place in ("CodeUri", "ContentUri"):
            if place in resource.get("Properties", {}):
                resource["Properties"][place] = "s3://bucket/key"
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    return template


def test_the_expanded_template_fits_a_stack(record_property: Any) -> None:
    used = len(expanded())
    # SAM makes one resource of a function without events; the API's body costs none.
    routes_to_come = set(contract_routes()) - {endpoint.route for endpoint in built()}
    projected = used + len(routes_to_come) + STILL_TO_COME

    record_property("resources", used)
    record_property("resources with the whole contract", projected)
    assert projected < MOST_RESOURCES, f"{used} now, {projected} with the whole contract"


def test_the_api_s_paths_fit_what_the_gateway_allows() -> None:
    """Every segment of every path is a resource of the API."""
    nodes = {
        path.rsplit("/", cut)[0] if cut else path
        for path in (f"/v1{route.split()[1]}" for route in contract_routes())
        for cut in range(path.count("/"))
    }

    assert len(nodes) < MOST_PATHS, len(nodes)


def test_every_environment_variable_that_is_read_is_set() -> None:
    read: dict[str, str] = {}
    for path in sorted((ROOT / "layers/core/stvos").glob("**/*.py")):
        for name in re.findall(r"[\"'](STVOS_[A-Z_]+)[\"']", path.read_text("utf-8")):
            read.setdefault(name, str(path.relative_to(ROOT)))
    everywhere = the_template()["Globals"]["Function"]["Environment"]["Variables"]
    somewhere = {
        name
        for function in functions().values()
        for name in function.properties.get("Environment", {}).get("Variables", {})
    }

    found = [
        f"{path} reads {name}, which template.yaml sets for no function"
        for name, path in read.items()
        if name not in {*everywhere, *somewhere}
    ]
    assert read
    assert not found, problems(found)


def test_every_code_that_the_gateway_answers_is_a_published_one() -> None:
    responses = json.loads((API_BODY / "gateway_responses.json").read_text("utf-8"))
    codes = {
        name: re.search(r'"code":"([A-Z_]+|\$[a-z.]+)"', str(response["responseTemplates"]))
        for name, response in responses.items()
    }

    found = [
        f"{name}: {code[1] if code else 'no code'}"
        for name, code in codes.items()
        if not code or (code[1] not in all_codes() and code[1] != "$context.authorizer.code")
    ]
    assert codes
    assert not found, problems(found)
