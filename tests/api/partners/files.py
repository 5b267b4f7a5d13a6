"""Spreadsheets as the portal gets them: answered, or made by the worker and fetched by a link."""

import csv
import io
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3

from jobs import make_spreadsheet
from stvos.settings import settings
from tests.api.members.workers import records, work_off
from tests.world import Reply, World


def orders(world: World, delivery: int = 1) -> list[dict[str, Any]]:
    """What the worker is given: every order that is not carried out yet."""
    attributes = {"ApproximateReceiveCount": str(delivery)}
    return [record | {"attributes": attributes} for record in records(world, "spreadsheet")]


def carry_out(world: World) -> None:
    """Let the worker make all that is ordered."""
    assert work_off(make_spreadsheet, orders(world)) == []


def place_of(reply: Reply) -> str:
    """Where in the bucket the file of a `ready` answer lies."""
    path = unquote(urlsplit(reply.data["url"]).path)
    return path.removeprefix("/").removeprefix(f"{settings().bucket}/")


def fetched(reply: Reply) -> bytes:
    """The file that a `ready` answer leads to."""
    found = boto3.client("s3").get_object(Bucket=settings().bucket, Key=place_of(reply))
    return found["Body"].read()


def stored(world: World) -> list[str]:
    """The places of all spreadsheets of the brand."""
    prefix = f"spreadsheets/{world.client.id}/"
    found = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix=prefix)
    return [item["Key"] for item in found.get("Contents", [])]


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a file, the header's first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
