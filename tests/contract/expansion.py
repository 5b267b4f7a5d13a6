"""template.yaml as SAM expands it: what CloudFormation makes, and how API Gateway reads the API."""

import json
from functools import cache
from typing import Any

import yaml  # type: ignore[import-untyped]
from samtranslator.public.translator import (  # type: ignore[import-untyped]
    ManagedPolicyLoader,
)
from samtranslator.translator.transform import transform  # type: ignore[import-untyped]

from local.api_definition import ApiDefinition
from tests.contract.repository import the_template


class _NoManagedPolicies(ManagedPolicyLoader):  # type: ignore[misc]
    """SAM asks AWS for the names of its policies; this template uses none of them."""

    def __init__(self) -> None:
        pass

    def load(self) -> dict[str, str]:
        return {}


@cache
def processed() -> dict[str, Any]:
    """The template after SAM's transform."""
    plain = _packaged()
    parameters = {name: p.get("Default", "x") for name, p in plain["Parameters"].items()}
    result: dict[str, Any] = transform(
        plain, parameters | {"AWS::Region": "eu-west-1"}, _NoManagedPolicies()
    )
    return result


@cache
def expanded() -> dict[str, Any]:
    """The resources that CloudFormation gets."""
    resources: dict[str, Any] = processed()["Resources"]
    return resources


def count(kind: str) -> int:
    """How many of the expanded resources are of this type."""
    return sum(resource["Type"] == kind for resource in expanded().values())


def template_bytes() -> int:
    """The expanded template's size, written as compactly as it can be."""
    return len(json.dumps(processed(), separators=(",", ":")).encode())


@cache
def api() -> ApiDefinition:
    """The API; a route's function is named by its logical id."""
    return ApiDefinition.read(processed(), {}, {})


@cache
def api_body() -> dict[str, Any]:
    """The API's OpenAPI body, intrinsics and all."""
    body: dict[str, Any] = expanded()["Api"]["Properties"]["Body"]
    return body


def _packaged() -> dict[str, Any]:
    """The template with addresses for its local folders, as `sam deploy` sends it."""
    template: dict[str, Any] = yaml.safe_load(yaml.safe_dump(the_template()))
    for resource in template["Resources"].values():
        for place in ("CodeUri", "ContentUri"):
            if place in resource.get("Properties", {}):
                resource["Properties"][place] = "s3://bucket/key"
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    return template
