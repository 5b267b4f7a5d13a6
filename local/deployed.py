"""A deployed stack as CloudFormation knows it, found by its environment in samconfig.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import boto3

from local.doctor import settings_of

DYNAMODB_READERS = ("ProjectActivityFunction", "RouteChangesFunction")
"""The functions that read the table's stream, by their logical ids."""


@dataclass(frozen=True)
class DeployedStack:
    """The names that CloudFormation gave to what the template describes."""

    name: str
    outputs: Mapping[str, str]
    physical_ids: Mapping[str, str]

    @classmethod
    def of_environment(cls, environment: str, session: boto3.Session) -> Self:
        """Raises KeyError for an environment without a row, ClientError without a stack."""
        return cls.named(settings_of(environment)["stack_name"], session)

    @classmethod
    def named(cls, name: str, session: boto3.Session) -> Self:
        cloudformation = session.client("cloudformation")
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
        return cls(
            name,
            {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])},
            {
                one["LogicalResourceId"]: one["PhysicalResourceId"]
                for page in pages
                for one in page["StackResourceSummaries"]
                if "PhysicalResourceId" in one
            },
        )


def session_of(environment: str) -> boto3.Session:
    """AWS as the shell says; the region may stand in samconfig.toml instead. Raises KeyError."""
    region: Any = settings_of(environment).get("region")
    return boto3.Session(region_name=region)
