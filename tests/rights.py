"""IAM in the tests: what the program's functions ask of AWS is held against their roles.

The emulators let everything pass. So each call of a client of `stvos.aws`, made while a handler of
`functions/` runs, is evaluated as IAM does it: allowed when a statement of its role names
the action and the resource. A test during which a function did what its role may not fails.

Left out: what a handler does on threads of its own, whose stack does not lead to it. Conditions of
statements are not evaluated, but for a bucket's prefix.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from types import FrameType
from typing import Any

from local import template
from local.place import ROOT
from stvos import aws

FUNCTIONS, TESTS = str(ROOT / "functions"), str(ROOT / "tests")
# Every function of a transaction is a right of its own.
_IN_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
_S3 = {
    "HeadObject": "s3:GetObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "ListObjectsV2": "s3:ListBucket",
    "HeadBucket": "s3:ListBucket",
    "DeleteObjects": "s3:DeleteObject",
}
_OF_THE_BUCKET = {"s3:ListBucket"}
_SECRETS = {"signing": "SigningSecret", "admin": "AdminSecret"}
_VERBS = {"create": "POST", "delete": "DELETE", "get": "GET", "update": "PATCH"}


@dataclass(frozen=True)
class Statement:
    """One statement of a policy, its lists made of texts with wildcards."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    prefixes: tuple[str, ...] = ()

    def allows(self, action: str, resource: str, prefix: str = "") -> bool:
        return (
            any(fnmatchcase(action, pattern) for pattern in self.actions)
            and any(fnmatchcase(resource, pattern) for pattern in self.resources)
            and (not self.prefixes or any(fnmatchcase(prefix, p) for p in self.prefixes))
        )


@dataclass(frozen=True)
class Access:
    """One right that a call needs."""

    action: str
    resource: str
    prefix: str = ""


# What functions did in the present test without having the right to, as sentences.
violations: list[str] = []
_used: dict[str, set[Access]] | None = None


@contextmanager
def recorded() -> Iterator[dict[str, set[Access]]]:
    """What the functions of each role do meanwhile. Kept for all tests, it would grow with them."""
    global _used
    _used = {}
    try:
        yield _used
    finally:
        _used = None


def watch() -> None:
    """Evaluate every call of the program's clients from now on."""
    session: Any = aws.session()
    session.register("before-parameter-build", _evaluate, unique_id="rights")


def _evaluate(params: dict[str, Any], model: Any, **_: Any) -> None:
    function = _running(sys._getframe())
    if function is None:
        return
    role = roles()[function]
    for access in accesses(model.service_model.service_name, model.name, params):
        if _used is not None:
            _used.setdefault(role, set()).add(access)
        allowed = any(
            statement.allows(access.action, access.resource, access.prefix)
            for statement in statements(role)
        )
        if not allowed:
            violations.append(f"{function} ({role}): {access.action} on {access.resource}")


def _running(frame: FrameType | None) -> str | None:
    """The handler on whose behalf this runs, as `domain.name`."""
    while frame is not None:
        file, names = frame.f_code.co_filename, frame.f_locals
        if file.startswith(TESTS) and file != __file__:
            return None  # A test does this, in the middle of what it tests.
        if file.startswith(FUNCTIONS):
            *_, domain, name = file.removesuffix(".py").split("/")
            return f"{domain}.{name}"
        if file.endswith("stvos/api/endpoint.py") and hasattr(names.get("self"), "spec"):
            module = str(names["self"].spec.module)
            return module if module in roles() else None  # A route that only a test has.
        if file.endswith("stvos/queues/worker.py") and "job" in names:
            return str(names["job"])
        if file.endswith("stvos/accounts/authorizers.py") and "decide" in names:
            return "accounts.authorize_key"
        frame = frame.f_back
    return None


def accesses(service: str, operation: str, params: dict[str, Any]) -> Iterator[Access]:
    """The rights that a call needs; ARNs as the template names their resources."""
    match service:
        case "dynamodb":
            yield from _of_table(operation, params)
        case "s3":
            yield from _of_bucket(operation, params)
        case "secretsmanager":
            # Some tests have a secret of their own, `signing-...`.
            name = params["SecretId"].partition("-")[0]
            yield Access(f"secretsmanager:{operation}", _SECRETS[name])
        case "sqs":
            name = params["QueueUrl"].rpartition("/")[2].removesuffix(".fifo")
            action = operation.removesuffix("Batch")
            yield Access(f"sqs:{action}", f"{_logical_queue(name)}.Arn")
        case "sesv2" if operation == "SendEmail":
            # A raw mail needs both.
            identity = f"arn:aws:ses:{template.REGION}:{template.ACCOUNT}:identity/any"
            yield Access("ses:SendEmail", identity)
            yield Access("ses:SendRawEmail", identity)
            if events := params.get("ConfigurationSetName"):
                yield from _of_configuration_set(events)
        case "sesv2":
            yield Access(f"ses:{operation}", "*")
        case "ssm":
            path = "parameter/stvos-local/usage-plans"
            arn = f"arn:aws:ssm:{template.REGION}:{template.ACCOUNT}:{path}"
            yield Access(f"ssm:{operation}", arn)
        case "apigateway":
            yield _of_gateway(operation)
        case _:
            yield Access(f"{service}:{operation}", "*")


def _of_table(operation: str, params: dict[str, Any]) -> Iterator[Access]:
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        for item in params["TransactItems"]:
            [kind] = item
            yield Access(f"dynamodb:{_IN_TRANSACTION[kind]}", "Table.Arn")
        return
    index = params.get("IndexName")
    yield Access(f"dynamodb:{operation}", f"Table.Arn/index/{index}" if index else "Table.Arn")


def _of_bucket(operation: str, params: dict[str, Any]) -> Iterator[Access]:
    action = _S3.get(operation, f"s3:{operation}")
    if action in _OF_THE_BUCKET:
        yield Access(action, "Bucket.Arn", params.get("Prefix", ""))
        return
    keys = [params["Key"]] if "Key" in params else []
    keys += [item["Key"] for item in params.get("Delete", {}).get("Objects", [])]
    for key in keys:
        yield Access(action, f"Bucket.Arn/{key}")


def _of_configuration_set(name: str) -> Iterator[Access]:
    arn = f"arn:aws:ses:{template.REGION}:{template.ACCOUNT}:configuration-set/{name}"
    yield Access("ses:SendEmail", arn)
    yield Access("ses:SendRawEmail", arn)


def _of_gateway(operation: str) -> Access:
    verb, _, what = re.sub(r"(?<!^)(?=[A-Z])", " ", operation).lower().partition(" ")
    path = "/usageplans/any/keys" if "usage plan" in what else "/apikeys"
    if verb == "delete" and path == "/apikeys":
        path += "/any"
    return Access(f"apigateway:{_VERBS[verb]}", f"arn:aws:apigateway:{template.REGION}::{path}")


def _logical_queue(name: str) -> str:
    words = name.lower().removeprefix("stvos-").removesuffix("-queue").split("-")
    plain = "".join(word.capitalize() for word in words)
    return plain if plain.endswith("Letters") else f"{plain}Queue"


@cache
def _template() -> tuple[dict[str, Any], template.Resolver]:
    whole = template.load(ROOT / "template.yaml")
    return whole["Resources"], template.Resolver(whole)


@cache
def roles() -> dict[str, str]:
    """The role of each handler, by `domain.name`."""
    resources, _ = _template()
    return {
        resource["Properties"]["Handler"].removesuffix(".handler"): resource["Properties"]["Role"][
            "Fn::GetAtt"
        ][0]
        for resource in resources.values()
        if resource["Type"] == "AWS::Serverless::Function"
    }


@cache
def statements(role: str) -> tuple[Statement, ...]:
    """What a role allows, its managed policies included."""
    resources, _ = _template()
    managed = [ref["Ref"] for ref in resources[role]["Properties"]["ManagedPolicyArns"]]
    documents = [resources[name]["Properties"]["PolicyDocument"] for name in managed]
    return (*own_statements(role), *_read(documents))


@cache
def own_statements(role: str) -> tuple[Statement, ...]:
    """What a role alone allows."""
    resources, _ = _template()
    policies = resources[role]["Properties"].get("Policies", ())
    return _read([policy["PolicyDocument"] for policy in policies])


def _read(documents: Iterable[dict[str, Any]]) -> tuple[Statement, ...]:
    _, resolve = _template()
    return tuple(
        Statement(
            actions=_texts(statement["Action"]),
            resources=_texts(resolve(statement["Resource"])),
            prefixes=_texts(
                statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix", ())
            ),
        )
        for document in documents
        for statement in document["Statement"]
        if statement["Effect"] == "Allow"
    )


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
