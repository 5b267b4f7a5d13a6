"""Reports whose mail cannot be sent: tried again, then dead letters, and what the ledger says."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from jobs import send_mail
from local import template
from local.place import ROOT
from stvos.providers.mailer import SesMailer
from stvos.queues import claims
from stvos.queues.worker import LAST_DELIVERY
from stvos.settings import settings
from tests.api.jobs.post import (
    DONE,
    Outgoing,
    crash,
    event_of,
    failing,
    let_claims_run_out,
)
from tests.api.jobs.report_mail import owner as owner
from tests.api.jobs.report_mail import send
from tests.api.partners.bills import (
    DUE,
    JANUARY,
    final,
    ledger_of,
    make,
    old_partner,
    report_mails,
)
from tests.api.partners.world import StaffMember
from tests.world import World

NOT_SENT = failing("sqs-0")


def test_a_mail_that_fails_is_tried_again_and_then_said_to_have_failed(
    owner: StaffMember, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(SesMailer, "send", crash)
        broken.setattr(claims, "_LEASE", -claims._LEASE)  # Each delivery comes after its lease.
        for delivery in range(1, LAST_DELIVERY):
            assert send(owner, delivery) == NOT_SENT
            assert ledger_of(owner, JANUARY) == ("queued", None)
        assert send(owner, LAST_DELIVERY) == NOT_SENT

    assert ledger_of(owner, JANUARY) == ("failed", "not_sent")
    assert final(owner, JANUARY).emailed_at is None
    assert ses.mails == []


def test_a_failed_mail_that_is_put_back_on_its_queue_is_sent(
    owner: StaffMember, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(SesMailer, "send", crash)
        send(owner, LAST_DELIVERY)
    let_claims_run_out(monkeypatch)

    assert send(owner) == DONE

    assert len(ses.mails) == 1
    assert ledger_of(owner, JANUARY) == ("sent", None)
    assert final(owner, JANUARY).emailed_at is not None


def test_a_mail_that_was_sent_is_not_said_to_have_failed_afterwards(
    owner: StaffMember, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    [message] = report_mails(owner)
    event = event_of(message)
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(LAST_DELIVERY)
    send_mail.handler(event, None)

    monkeypatch.setattr(claims.TaskClaims, "take", crash)
    assert send_mail.handler(event, None) == NOT_SENT

    assert ledger_of(owner, JANUARY) == ("sent", None)


@pytest.fixture
def no_sender(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STVOS_MAIL_SENDER", "")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_without_a_sender_the_ledger_says_so(
    owner: StaffMember, ses: Outgoing, no_sender: None
) -> None:
    assert send(owner) == DONE

    assert ses.mails == []
    assert ledger_of(owner, JANUARY) == ("skipped", "no_sender")
    assert final(owner, JANUARY).emailed_at is None


def test_the_last_delivery_is_the_template_s() -> None:
    resources = template.load(ROOT / "template.yaml")["Resources"]
    counts = {
        name: resource["Properties"]["RedrivePolicy"]["maxReceiveCount"]
        for name, resource in resources.items()
        if "RedrivePolicy" in resource.get("Properties", {})
    }

    assert counts.keys() >= {"MailQueue", "BillingQueue"}
    del counts["SpreadsheetQueue"]  # Held to its own worker in test_make_spreadsheet.
    assert set(counts.values()) == {LAST_DELIVERY}


def test_messages_that_fail_have_dead_letters_with_an_alarm() -> None:
    resources = template.load(ROOT / "template.yaml")["Resources"]
    for queue in ("Mail", "Billing"):
        policy = resources[f"{queue}Queue"]["Properties"]["RedrivePolicy"]
        alarm = resources[f"{queue}DeadLettersAlarm"]["Properties"]
        assert policy["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}
        assert alarm["Dimensions"][0]["Value"] == {
            "Fn::GetAtt": [f"{queue}DeadLetters", "QueueName"]
        }


def test_ses_refuses_and_the_queue_s_dead_letters_get_the_mail(cloud: None, ses: Outgoing) -> None:
    """Through a queue as the template makes it: five deliveries, then the dead letters."""
    sender = World.with_client(email_from="unverified@brand.example")
    owner = old_partner(sender)
    make(owner, JANUARY, DUE)
    [message] = report_mails(owner)
    queue, dead = dead_letter_queue()

    deliveries = deliver_until_dead(queue, message)

    assert deliveries == LAST_DELIVERY
    assert len(received(dead)) == 1
    assert ledger_of(owner, JANUARY) == ("failed", "not_sent")


def dead_letter_queue() -> tuple[str, str]:
    sqs = boto3.client("sqs")
    dead = sqs.create_queue(QueueName="test-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    policy = f'{{"deadLetterTargetArn": "{arn["QueueArn"]}", "maxReceiveCount": {LAST_DELIVERY}}}'
    made = sqs.create_queue(
        QueueName="test-mail", Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "0"}
    )
    return made["QueueUrl"], dead


def received(queue: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(
        QueueUrl=queue,
        MessageSystemAttributeNames=["ApproximateReceiveCount"],
        MaxNumberOfMessages=10,
    )
    return list(answer.get("Messages", []))


def deliver_until_dead(queue: str, message: dict[str, Any]) -> int:
    """Give the worker what the queue gives out until it gives nothing more; how often it did."""
    boto3.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(message))
    deliveries = 0
    while found := received(queue):
        deliveries += 1
        [one] = found
        record = {
            "messageId": one["MessageId"],
            "body": one["Body"],
            "attributes": one["Attributes"],
        }
        answer = send_mail.handler({"Records": [record]}, None)
        assert answer == failing(one["MessageId"])
    return deliveries
