"""`python -m local.replay ENV`: hand failed changes of the table to their functions again.

Lambda keeps a batch of the stream that failed after every try as an object of the stack's bucket
of failed batches, with its records. A batch that is processed now is removed; one that fails again
stays. The functions count nothing twice, so a replay may be repeated or end half way.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from botocore.exceptions import BotoCoreError, ClientError

from local.deployed import DYNAMODB_READERS, DeployedStack, session_of

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client

PREFIX = "aws/lambda/"
"""Lambda stores below it: `<mapping>/<shard>/<time>-<random>`."""

type StreamEvent = dict[str, Any]
type Invoke = Callable[[str, StreamEvent], dict[str, Any]]
"""Runs the function of this name with an event; raises ReplayError when it fails."""


class ReplayError(Exception):
    """A batch could not be processed; the message says why."""


@dataclass(frozen=True, slots=True)
class FailedBatch:
    """One object of the bucket, as Lambda writes it (Lambda developer guide, "Retain discarded
    records for a DynamoDB event source").
    """

    key: str
    function: str
    condition: str
    event: StreamEvent

    @classmethod
    def of_object(cls, key: str, content: bytes) -> Self:
        """Raises ReplayError for what is no failed batch."""
        try:
            said = json.loads(content)
            # The documents show the event as text within the JSON.
            payload = said["payload"]
            event = json.loads(payload) if isinstance(payload, str) else payload
            context = said["requestContext"]
            arn = context["functionArn"]
            batch = cls(key, arn.split(":")[6], context["condition"], event)
            expected = said["DDBStreamBatchInfo"]["batchSize"]
            if len(event["Records"]) != expected:
                raise ReplayError(f"it holds {len(event['Records'])} of {expected} records")
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ReplayError(f"it is no failed batch: {error!r}") from error
        return batch


class Replay:
    """The failed batches of one stack."""

    def __init__(self, s3: "S3Client", bucket: str, functions: set[str], invoke: Invoke) -> None:
        """`functions`: the names of those that may be invoked."""
        self._s3 = s3
        self._bucket = bucket
        self._functions = functions
        self._invoke = invoke

    def keys(self, since: datetime) -> list[str]:
        """The batches that failed since then, the oldest first."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=PREFIX
        )
        found = [
            (item["LastModified"], item["Key"])
            for page in pages
            for item in page.get("Contents", [])
            if item["LastModified"] >= since
        ]
        return [key for _, key in sorted(found)]

    def read(self, key: str) -> FailedBatch:
        """Raises ReplayError for what is no failed batch."""
        content = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return FailedBatch.of_object(key, content)

    def process(self, batch: FailedBatch) -> None:
        """Have a batch processed, then remove it. Raises ReplayError, and keeps it, when a record
        of it fails again.
        """
        if batch.function not in self._functions:
            raise ReplayError(f"{batch.function} does not read this stack's stream")
        answer = self._invoke(batch.function, batch.event)
        if failed := answer["batchItemFailures"]:
            raise ReplayError(f"failed again from record {failed[0]['itemIdentifier']} on")
        self._s3.delete_object(Bucket=self._bucket, Key=batch.key)

    def run(self, since: datetime, *, only_list: bool = False) -> Iterator[tuple[str, bool]]:
        """A line for each batch, and whether it is done with."""
        for key in self.keys(since):
            try:
                batch = self.read(key)
                about = f"{key}: {len(batch.event['Records'])} records, {batch.condition}"
                if not only_list:
                    self.process(batch)
            except ReplayError as reason:
                yield f"{key}: kept: {reason}", False
            else:
                yield (about, True) if only_list else (f"{about}: processed", True)


def invoked_on(client: "LambdaClient") -> Invoke:
    """Functions as Lambda runs them."""

    def invoke(function: str, event: StreamEvent) -> dict[str, Any]:
        try:
            answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        except (BotoCoreError, ClientError) as error:
            raise ReplayError(f"{function} could not be invoked: {error}") from error
        said = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise ReplayError(f"{function} failed: {said.get('errorMessage')}")
        return dict(said)

    return invoke


def instant(text: str) -> datetime:
    """A day or an instant in ISO 8601; in UTC where it names no zone."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def main() -> int:
    """0 when nothing is left."""
    parser = argparse.ArgumentParser(prog="python -m local.replay", description=__doc__)
    parser.add_argument("environment")
    parser.add_argument("--since", type=instant, default=datetime.min.replace(tzinfo=UTC))
    parser.add_argument("--list", action="store_true", help="only show what is kept")
    options = parser.parse_args()
    try:
        session = session_of(options.environment)
        stack = DeployedStack.of_environment(options.environment, session)
    except KeyError:
        sys.exit(f"samconfig.toml has no environment {options.environment}.")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"The stack of {options.environment} cannot be read: {error}")
    functions = {stack.physical_ids[name] for name in DYNAMODB_READERS}
    replay = Replay(
        session.client("s3"),
        stack.outputs["FailedBatchesBucketName"],
        functions,
        invoked_on(session.client("lambda")),
    )
    kept = 0
    for line, done in replay.run(options.since, only_list=options.list):
        print(line)
        kept += not done
    return 1 if kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
