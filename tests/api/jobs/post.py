"""What the mail worker is given, and what SES was given by it."""

import json
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from moto.ses.models import ses_backends

from stvos.clock import utc_now
from stvos.ids import new_id
from stvos.mailing.delivery import MailDelivery
from stvos.queues.worker import Task
from tests.world import World

ACCOUNT = "123456789012"  # moto's
DONE: dict[str, Any] = {"batchItemFailures": []}


class Outgoing:
    """What SES was given, as its recipients see it."""

    def __init__(self) -> None:
        self._backend = ses_backends[ACCOUNT]["eu-west-1"]
        self._before = len(self._backend.sent_messages)

    @property
    def mails(self) -> list[EmailMessage]:
        found = []
        for sent in self._backend.sent_messages[self._before :]:
            message = message_from_string(sent.raw_data, policy=default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found


def event_of(*bodies: dict[str, Any]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"sqs-{n}",
                "body": json.dumps(body),
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for n, body in enumerate(bodies)
        ]
    }


def mail_of(world: World, at: datetime | None = None, **content: Any) -> dict[str, Any]:
    """A message of the mail queue."""
    return {
        "clientId": world.client.id,
        "messageId": new_id(),
        "createdAt": (at or utc_now()).isoformat(),
        "content": {
            "template": "verify_code",
            "to": "mia@example.com",
            "name": "Mia Member",
            "code": "048213",
        }
        | content,
    }


def part_of(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def failing(*names: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


def task_of(body: dict[str, Any]) -> Task:
    return Task.of_record({"body": json.dumps(body)})


def crash(*_: object) -> None:
    raise ConnectionError("the machine went away")


def let_claims_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the worker lives two minutes later."""
    real = MailDelivery.of_stack()
    real._claims._now = lambda: utc_now() + timedelta(minutes=2)
    monkeypatch.setattr(MailDelivery, "of_stack", lambda: real)


def metrics_of(printed: str) -> list[dict[str, Any]]:
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    return [entry for line in lines if "_aws" in (entry := json.loads(line))]


def expect_dropped(printed: str, reason: str) -> None:
    [metric] = [m for m in metrics_of(printed) if "MailDropped" in m]
    assert metric["MailDropped"] == [1.0]
    assert metric["reason"] == reason
