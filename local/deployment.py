"""The real template.yaml, built and deployed to the emulator by the real SAM CLI."""

import asyncio
import hashlib
import os
import re
import signal
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from local import template
from local.api_definition import ApiDefinition
from local.place import ARTIFACTS_BUCKET, CREDENTIALS, ROOT, STACK, Place, architecture
from local.template import REGION

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

SOURCES = ("template.yaml", "samconfig.toml", "functions", "layers", "local/constraints.txt")
PROVIDERS = ("Vertex", "Livekit", "Hume", "Voice")
_CONTENT = "content"


class DeploymentError(Exception):
    """SAM could not build or deploy; the message holds the end of what it said."""


class Deployment:
    """The stack as it stands in one emulator."""

    def __init__(self, place: Place, providers: Mapping[str, str] | None = None) -> None:
        """`providers`: template parameters that come before the environment's."""
        self._place = place
        self._providers = providers or {}

    def client(self, service: str) -> Any:
        make: Any = boto3.client
        return make(service, endpoint_url=self._place.aws_url, region_name=REGION, **CREDENTIALS)

    async def bring_up_to_date(self) -> bool:
        """Deploy unless what runs equals the work tree; says whether it did."""
        parameters = local_parameters(self._providers)
        check_secrets(parameters)
        content = content_hash(parameters)
        if await asyncio.to_thread(self._deployed) == content:
            return False
        common = ["--config-file", str(ROOT / "samconfig.toml"), "--config-env", "local"]
        await self._sam(
            "build",
            *common,
            *("--template-file", str(ROOT / "template.yaml")),
            *("--build-dir", str(self._place.build)),
            *("--parameter-overrides", *parameters),
        )
        await asyncio.to_thread(self._make_room)
        await self._sam(
            "deploy",
            *common,
            *("--template-file", str(self._place.build / "template.yaml")),
            *("--stack-name", STACK, "--region", REGION, "--s3-bucket", ARTIFACTS_BUCKET),
            *("--parameter-overrides", *parameters),
            *("--tags", f"{_CONTENT}={content}"),
            "--no-progressbar",
        )
        return True

    def api(self) -> ApiDefinition:
        """The API as CloudFormation holds it after SAM's transform."""
        cloudformation = self._cloudformation()
        processed: Any = cloudformation.get_template(StackName=STACK, TemplateStage="Processed")
        return ApiDefinition.read(processed["TemplateBody"], self.parameters(), self.physical_ids())

    def parameters(self) -> dict[str, str]:
        [stack] = self._cloudformation().describe_stacks(StackName=STACK)["Stacks"]
        return {item["ParameterKey"]: item["ParameterValue"] for item in stack["Parameters"]}

    def physical_ids(self) -> dict[str, str]:
        resources = self._resources()
        return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in resources}

    def the(self, kind: str, name: str = "") -> str:
        """The physical id of the first resource of a kind whose logical id holds this name."""
        for item in self._resources():
            if item["ResourceType"] == kind and name.lower() in item["LogicalResourceId"].lower():
                return str(item["PhysicalResourceId"])
        raise LookupError(f"the stack has no {kind} named like {name!r}")

    def _resources(self) -> list[Any]:
        pages = self._cloudformation().get_paginator("list_stack_resources")
        return [
            item
            for page in pages.paginate(StackName=STACK)
            for item in page["StackResourceSummaries"]
        ]

    def _cloudformation(self) -> "CloudFormationClient":
        client: CloudFormationClient = self.client("cloudformation")
        return client

    def _deployed(self) -> str | None:
        """The content that the running stack was made from."""
        cloudformation = self._cloudformation()
        try:
            [stack] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        except cloudformation.exceptions.ClientError:
            return None
        if stack["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return None
        return next((tag["Value"] for tag in stack["Tags"] if tag["Key"] == _CONTENT), None)

    def _make_room(self) -> None:
        """A bucket for SAM's uploads; a first deployment that failed is cleared away."""
        self.client("s3").create_bucket(Bucket=ARTIFACTS_BUCKET)
        cloudformation = self._cloudformation()
        try:
            [stack] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        except cloudformation.exceptions.ClientError:
            return
        if stack["StackStatus"] in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"}:
            cloudformation.delete_stack(StackName=STACK)
            cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK)

    async def _sam(self, command: str, *arguments: str) -> None:
        """One SAM command; it gets a process group of its own, to end with us as a whole."""
        log = self._place.folder / f"sam-{command}.log"
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                str(Path(sys.executable).parent / "sam"),
                command,
                *arguments,
                cwd=ROOT,
                env=self._place.environment(),
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                failed = await process.wait()
            except asyncio.CancelledError:
                os.killpg(process.pid, signal.SIGTERM)
                await process.wait()
                raise
        if failed:
            said = log.read_text(errors="replace").splitlines()
            raise DeploymentError(f"sam {command} failed ({log}):\n" + "\n".join(said[-25:]))


def content_hash(parameters: Sequence[str]) -> str:
    """A digest of everything that the deployment is made from."""
    digest = hashlib.sha256()
    digest.update("\0".join([sys.version, version("aws-sam-cli"), *parameters]).encode())
    for path in _sources():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in SOURCES:
        source = ROOT / name
        if source.is_file():
            yield source
            continue
        for path in sorted(source.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def local_parameters(given: Mapping[str, str] | None = None) -> list[str]:
    """samconfig's parameters for here, this machine's architecture, and the providers.

    A provider's parameter is what is given, or else set by the variable of its name: LivekitUrl
    by LIVEKIT_URL. What is not set is passed as its default, because CloudFormation would keep an
    earlier value.
    """
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())
    overrides: list[str] = settings["local"]["deploy"]["parameters"]["parameter_overrides"]
    declared = template.load(ROOT / "template.yaml")["Parameters"]
    providers = {
        name: os.environ.get(variable_of(name), declared[name].get("Default", ""))
        for name in declared
        if name.startswith(PROVIDERS)
    } | dict(given or {})
    parameters = [f"{name}={_quoted(value)}" for name, value in providers.items()]
    return [*overrides, f"Architecture={architecture()}", *parameters]


def check_secrets(parameters: Sequence[str]) -> None:
    """Refuse LiveKit's address without its secrets, as the template's rule does on AWS.

    Raises DeploymentError.
    """
    values = dict(parameter.split("=", 1) for parameter in parameters)
    empty = _quoted("")
    missing = [
        variable_of(name)
        for name in ("LivekitApiKey", "LivekitApiSecret")
        if values["LivekitUrl"] != empty and values[name] == empty
    ]
    if missing:
        raise DeploymentError(f"LIVEKIT_URL is set without {' and '.join(missing)}.")


def variable_of(parameter: str) -> str:
    """The environment's name for a provider's parameter."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", parameter).upper()


def _quoted(value: str) -> str:
    """SAM reads an empty value in quotes only."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
