"""`make verify` and `make replay`, as an operator gives them, against the laptop stack."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from local.place import CREDENTIALS, ROOT, STACK
from stvos.ids import new_id
from tests.end_to_end.conftest import LaptopStack

FAILED_BATCH = Path(__file__).parents[1] / "api" / "jobs" / "failed_batch.json"


def run(stack: LaptopStack, command: str, *options: str) -> tuple[int, list[str]]:
    """A command of `local/`, addressed to the stack; its exit status and the lines that it said."""
    done = subprocess.run(
        [sys.executable, "-m", f"local.{command}", "local", *options],
        cwd=ROOT,
        env={
            **os.environ,
            **{name.upper(): value for name, value in CREDENTIALS.items()},
            "AWS_ENDPOINT_URL": stack.endpoint_url,
        },
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_the_stack_is_what_the_template_says(stack: LaptopStack) -> None:
    status, lines = run(stack, "verify", "--base-url", stack.base_url)

    assert status == 0, lines
    assert "ok         API: live routes" in lines
    assert "ok         API: every route answers" in lines
    assert "ok         stream mappings" in lines
    assert "not known  table: TTL: the emulator does not keep it" in lines


def test_a_mail_whose_batch_failed_goes_out_by_a_replay_and_once(stack: LaptopStack) -> None:
    cloudformation = stack.aws("cloudformation")
    [described] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    outputs = {one["OutputKey"]: one["OutputValue"] for one in described["Outputs"]}
    name = cloudformation.describe_stack_resource(
        StackName=STACK, LogicalResourceId="RouteChangesFunction"
    )["StackResourceDetail"]["PhysicalResourceId"]
    recipient = f"replayed-{new_id()}@example.com"
    content = failed_batch(name, stack.demo["clientId"], recipient)
    for attempt in ("first", "second"):
        key = f"aws/lambda/mapping/shard/{attempt}"
        stack.aws("s3").put_object(
            Bucket=outputs["FailedBatchesBucketName"], Key=key, Body=content.encode()
        )

        status, lines = run(stack, "replay")

        assert (status, lines) == (0, [f"{key}: 1 records, RetryAttemptsExhausted: processed"])
        assert run(stack, "replay") == (0, [])
    until_mailed(stack, recipient)
    time.sleep(3)
    assert len(mails_to(stack, recipient)) == 1


def failed_batch(function: str, client: int, recipient: str) -> str:
    """What Lambda keeps of a change that asks for a mail."""
    document = json.loads(FAILED_BATCH.read_text("utf-8"))
    message = new_id()
    key = {"pk": {"S": f"C#{client:016d}#OUTBOX#{message:016d}"}, "sk": {"S": "MESSAGE"}}
    mail = {"template": "account_deleted", "to": recipient, "name": "Mia"}
    image: dict[str, Any] = {
        **key,
        "type": {"S": "outbox"},
        "work": {"S": "mail"},
        "message_id": {"N": str(message)},
        "client_id": {"N": str(client)},
        "created_at": {"S": "2026-03-14T00:13:19+00:00"},
        "content": {"M": {field: {"S": text} for field, text in mail.items()}},
    }
    record = {
        "eventName": "INSERT",
        "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": "1"},
    }
    arn = document["requestContext"]["functionArn"].rpartition(":")[0]
    document["requestContext"]["functionArn"] = f"{arn}:{function}"
    document["payload"] = json.dumps({"Records": [record]})
    return json.dumps(document)


def mails_to(stack: LaptopStack, recipient: str) -> list[Path]:
    return [path for path in stack.mail.glob("*.eml") if recipient in path.read_text("utf-8")]


def until_mailed(stack: LaptopStack, recipient: str) -> None:
    for _ in range(60):
        if mails_to(stack, recipient):
            return
        time.sleep(0.5)
    raise AssertionError("no mail went out")
