"""What fails in the stream is kept by Lambda, and processed again by `make replay`."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import boto3
import pytest

from jobs import count_use, project_activity, route_changes
from local.replay import FailedBatch, Invoke, Replay, ReplayError, instant, invoked_on
from stvos.catalogue.plays import PlayCounts
from stvos.dynamodb.table import Table
from stvos.queues.queues import QueueName
from stvos.usage.counters import Use
from tests.api.jobs.conftest import TestQueues
from tests.usage_samples import Company
from tests.world import World

BUCKET = "failed-batches"
EVER = datetime.min.replace(tzinfo=UTC)
NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
# As the Lambda developer guide shows it for an S3 destination.
DOCUMENT: dict[str, Any] = json.loads(Path(__file__).with_name("failed_batch.json").read_text())
HANDLERS = {"activity": project_activity.handler, "routing": route_changes.handler}

type Deliver = Callable[[str, list[dict[str, Any]]], None]


def handled(function: str, event: dict[str, Any]) -> dict[str, Any]:
    """The function, run in this process as Lambda would run it."""
    try:
        return HANDLERS[function](event, None)
    except Exception as error:
        raise ReplayError(f"{function} failed: {error}") from error


@pytest.fixture
def bucket(cloud: None) -> Iterator[Any]:
    s3 = boto3.resource("s3")
    made = s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    yield made
    made.objects.delete()
    made.delete()


def keep(bucket: Any, records: list[dict[str, Any]], *, function: str = "activity") -> str:
    """What Lambda stores when it gives a batch up."""
    arn = f"arn:aws:lambda:eu-west-1:123456789012:function:{function}"
    document = DOCUMENT | {
        "requestContext": DOCUMENT["requestContext"] | {"functionArn": arn},
        "DDBStreamBatchInfo": DOCUMENT["DDBStreamBatchInfo"] | {"batchSize": len(records)},
        "payload": json.dumps({"Records": records}),
    }
    shard = DOCUMENT["DDBStreamBatchInfo"]["shardId"]
    number = len(list(bucket.objects.all()))
    key = f"aws/lambda/7a1b2c3d/{shard}/2026-03-14T00.13.49-{number}"
    bucket.put_object(Key=key, Body=json.dumps(document).encode())
    return key


def delivered(bucket: Any, records: list[dict[str, Any]]) -> None:
    """What the stream does with a batch: it keeps the one that fails."""
    try:
        failed = project_activity.handler({"Records": records}, None)["batchItemFailures"]
    except RuntimeError:
        failed = records
    if failed:
        keep(bucket, records)


def kept(bucket: Any) -> list[str]:
    return [item.key for item in bucket.objects.all()]


def replay(bucket: Any, invoke: Invoke = handled) -> Replay:
    return Replay(boto3.client("s3"), BUCKET, set(HANDLERS), invoke)


def counted(company: Company, queues: TestQueues) -> tuple[Use, dict[int, int]]:
    """What the partner and the class have after the announcements were counted."""
    for message in queues.take_records(QueueName.COUNTING):
        assert count_use.handler({"Records": [message]}, None) == {"batchItemFailures": []}
    use = company.counters.days(NOON.date(), NOON.date()).get(NOON.date(), Use())
    return use, PlayCounts(company.world.table, company.world.tenant).totals()


def test_a_batch_that_failed_counts_after_a_replay_and_only_once(
    world: World, queues: TestQueues, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = Company(world)
    eva = company.member(NOON)
    records = company.watched(eva, NOON, [(60, 60), (60, 60)], class_id=7)

    def refuse(self: Table, *writes: Any) -> None:
        raise RuntimeError("no writes today")

    with monkeypatch.context() as patched:
        patched.setattr(Table, "transact", refuse)
        delivered(bucket, records)
    assert len(kept(bucket)) == 1
    assert counted(company, queues)[1] == {}

    first = list(replay(bucket).run(EVER))
    assert [done for _, done in first] == [True]
    assert kept(bucket) == []
    right = (Use(joined=1, active=1, plays=1, latest=1, watched_ms=120_000), {7: 1})
    assert counted(company, queues) == right

    keep(bucket, records)
    assert [done for _, done in replay(bucket).run(EVER)] == [True]
    assert list(replay(bucket).run(EVER)) == []
    assert counted(company, queues) == right


def test_what_fails_again_stays_and_holds_up_none(bucket: Any) -> None:
    bad, crash = keep(bucket, [{"n": 1}]), keep(bucket, [{"n": 2}], function="routing")
    good = keep(bucket, [{"n": 3}])
    seen: list[dict[str, Any]] = []

    def invoke(function: str, event: dict[str, Any]) -> dict[str, Any]:
        if function == "routing":
            raise ReplayError("routing failed: no queue")
        seen.append(event)
        failed = [{"itemIdentifier": "8"}] if event["Records"][0]["n"] == 1 else []
        return {"batchItemFailures": failed}

    lines = dict(zip((bad, crash, good), replay(bucket, invoke).run(EVER), strict=True))

    assert lines[bad] == (f"{bad}: kept: failed again from record 8 on", False)
    assert lines[crash] == (f"{crash}: kept: routing failed: no queue", False)
    assert lines[good][1]
    assert kept(bucket) == [bad, crash]
    assert seen == [{"Records": [{"n": 1}]}, {"Records": [{"n": 3}]}]


def test_another_stack_s_function_is_not_invoked(bucket: Any) -> None:
    key = keep(bucket, [{}], function="stranger")

    [(line, done)] = replay(bucket).run(EVER)

    assert (line, done) == (f"{key}: kept: stranger does not read this stack's stream", False)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", json.dumps(DOCUMENT).encode()])
def test_what_is_no_whole_batch_is_kept(bucket: Any, content: bytes) -> None:
    bucket.put_object(Key="aws/lambda/x/y/z", Body=content)

    [(_, done)] = replay(bucket).run(EVER)

    assert not done
    assert kept(bucket) == ["aws/lambda/x/y/z"]


def test_a_list_changes_nothing_and_names_what_failed_since_a_day(bucket: Any) -> None:
    key = keep(bucket, [{}, {}])
    now = datetime.now(UTC)

    listed = list(replay(bucket).run(now - timedelta(days=1), only_list=True))

    assert listed == [(f"{key}: 2 records, RetryAttemptsExhausted", True)]
    assert list(replay(bucket).run(now + timedelta(days=1), only_list=True)) == []
    assert kept(bucket) == [key]


def test_a_batch_is_read_as_lambda_writes_it() -> None:
    whole = DOCUMENT["DDBStreamBatchInfo"] | {"batchSize": 0}
    content = json.dumps(DOCUMENT | {"DDBStreamBatchInfo": whole}).encode()

    batch = FailedBatch.of_object("key", content)

    assert batch == FailedBatch("key", "activity", "RetryAttemptsExhausted", {"Records": []})


def test_a_function_that_crashes_fails_the_replay() -> None:
    class Lambda:
        def invoke(self, **_: Any) -> dict[str, Any]:
            said = io.BytesIO(b'{"errorMessage": "no table"}')
            return {"FunctionError": "Unhandled", "Payload": said}

    with pytest.raises(ReplayError, match="activity failed: no table"):
        invoked_on(cast(Any, Lambda()))("activity", {"Records": []})


def test_a_day_without_a_zone_is_one_of_utc() -> None:
    assert instant("2026-03-01") == datetime(2026, 3, 1, tzinfo=UTC)
    assert instant("2026-03-01T10:00+02:00") == datetime(2026, 3, 1, 8, tzinfo=UTC)
