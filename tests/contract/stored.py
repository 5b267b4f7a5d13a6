"""What is stored of every brand: looked at, compared, put back."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from stvos.dynamodb import table as table_module
from stvos.settings import settings

REGION = "eu-west-1"

# Each place - a key of the table, a name in the bucket - with what lies there.
type Stored = dict[str, dict[str, Any]]


def everything_stored(without: frozenset[str] = frozenset()) -> Stored:
    """Every item and object of every brand, but for items of some types."""
    found: Stored = {}
    for item in _items():
        # For people only, and written at most once an hour.
        item.pop("last_used_at", None)
        if item.get("type", {}).get("S") not in without:
            found[f"{item['pk']['S']} {item['sk']['S']}"] = item
    for page in _s3().get_paginator("list_objects_v2").paginate(Bucket=settings().bucket):
        found |= {stored["Key"]: {"tag": stored["ETag"]} for stored in page.get("Contents", [])}
    return found


def differences(before: Stored, after: Stored) -> Stored:
    """What changed between two states: place, and each attribute's value then and now."""
    found: Stored = {}
    for place in sorted(before.keys() | after.keys()):
        old, new = before.get(place, {}), after.get(place, {})
        changed = {n: (old.get(n), new.get(n)) for n in old | new if old.get(n) != new.get(n)}
        if changed:
            found[place] = changed
    return found


def contents(stored: Stored) -> dict[str, Any]:
    """The objects among what is stored, with what it takes to put them back."""
    bucket = settings().bucket
    return {
        place: _s3().get_object(Bucket=bucket, Key=place)
        for place, content in stored.items()
        if "tag" in content
    }


def put_back(before: Stored, objects: dict[str, Any]) -> None:
    """Bring a former state back, on DynamoDB Local. `objects`: its `contents`."""
    dynamodb, table, after = table_module.client(), settings().table, everything_stored()
    for place in differences(before, after):
        if place in objects:
            kept = objects[place]
            _s3().put_object(
                Bucket=settings().bucket,
                Key=place,
                Body=kept["Body"].read(),
                ContentType=kept["ContentType"],
                Metadata=kept["Metadata"],
            )
        elif place in before:
            dynamodb.put_item(TableName=table, Item=before[place])
        elif "tag" in after[place]:
            _s3().delete_object(Bucket=settings().bucket, Key=place)
        else:
            key = {name: after[place][name] for name in ("pk", "sk")}
            dynamodb.delete_item(TableName=table, Key=key)


def _items() -> Iterator[dict[str, Any]]:
    """Every item of the table in use, as DynamoDB writes it."""
    name = settings().table
    motos = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables.get(name)
    if motos is None:
        for page in (
            table_module.client()
            .get_paginator("scan")
            .paginate(TableName=name, ConsistentRead=True)
        ):
            yield from page["Items"]
        return
    # Not over moto's HTTP: a session's table is large, and looked at after each call.
    for items in motos.items.values():
        for item in items.values():
            yield item.to_json()["Attributes"]


@cache
def _s3() -> Any:
    return boto3.client("s3")
