"""The worker that sends mails."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from jobs import send_mail
from stvos.clients.models import Branding
from stvos.clock import real_now, utc_now
from stvos.ids import new_id
from stvos.jobs import claims
from stvos.jobs.worker import Task
from stvos.mailing.delivery import MailDelivery
from stvos.providers.mailer import SesMailer
from stvos.settings import settings
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


@pytest.fixture
def ses(cloud: None) -> Iterator[Outgoing]:
    client = boto3.client("sesv2")
    client.create_email_identity(EmailIdentity="hello@example.com")
    yield Outgoing()
    client.delete_email_identity(EmailIdentity="hello@example.com")


def _event(*bodies: dict[str, Any]) -> dict[str, Any]:
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


def _mail(world: World, at: datetime | None = None, **content: Any) -> dict[str, Any]:
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


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def _failing(*names: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


def test_a_mail_goes_out_in_the_brands_name(world: World, ses: Outgoing) -> None:
    assert send_mail.handler(_event(_mail(world)), None) == DONE

    [mail] = ses.mails
    [sender], [recipient] = mail["From"].addresses, mail["To"].addresses
    assert (sender.display_name, sender.addr_spec) == (world.client.name, "hello@example.com")
    assert recipient.addr_spec == "mia@example.com"
    assert mail["Subject"] == f"Confirm your email address for {world.client.name}"
    assert "048213" in _part(mail, "plain")
    assert "https://app.example.com/verify-email?" in _part(mail, "plain")
    assert "048213" in _part(mail, "html")
    assert "#0f766e" in _part(mail, "html")


def test_a_brand_with_an_address_of_its_own_sends_from_it(ses: Outgoing, cloud: None) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="no-reply@brand.example")
    world = World.with_client(
        email_from="no-reply@brand.example", branding=Branding(support_email="help@brand.example")
    )

    assert send_mail.handler(_event(_mail(world)), None) == DONE

    [mail] = ses.mails
    assert mail["From"].addresses[0].addr_spec == "no-reply@brand.example"
    assert mail["Reply-To"].addresses[0].addr_spec == "help@brand.example"


@pytest.mark.parametrize(
    "template", ["verify_code", "reset_code", "export_ready", "account_deleted"]
)
def test_every_template_can_be_sent(world: World, ses: Outgoing, template: str) -> None:
    assert send_mail.handler(_event(_mail(world, template=template)), None) == DONE

    [mail] = ses.mails
    assert world.client.name in mail["Subject"]


def test_names_cannot_add_recipients_or_headers(ses: Outgoing, cloud: None) -> None:
    world = World.with_client(name="Gym\r\nBcc: all@example.com")

    body = _mail(world, name="Mia\r\nBcc: all@example.com\r\n\r\nother text")
    assert send_mail.handler(_event(body), None) == DONE

    [mail] = ses.mails
    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == ["mia@example.com"]
    assert mail["Subject"] == "Confirm your email address for Gym Bcc: all@example.com"


def test_a_message_delivered_twice_is_mailed_once(world: World, ses: Outgoing) -> None:
    body = _mail(world)

    assert send_mail.handler(_event(body), None) == DONE
    assert send_mail.handler(_event(body), None) == DONE
    assert send_mail.handler(_event(body, body), None) == DONE

    assert len(ses.mails) == 1


def test_two_messages_are_two_mails(world: World, ses: Outgoing) -> None:
    assert send_mail.handler(_event(_mail(world), _mail(world)), None) == DONE

    assert len(ses.mails) == 2


def test_a_message_another_worker_is_at_comes_again(world: World, ses: Outgoing) -> None:
    body = _mail(world)
    task = _task(body)
    assert claims.Claims(world.table).take(task)

    assert send_mail.handler(_event(body), None) == _failing("sqs-0")
    assert ses.mails == []


def test_a_worker_that_died_is_followed_by_another_once_its_claim_ran_out(
    world: World, ses: Outgoing
) -> None:
    body = _mail(world)
    minutes_ago = utc_now() - timedelta(minutes=2)
    assert claims.Claims(world.table, lambda: minutes_ago).take(_task(body))

    assert send_mail.handler(_event(body), None) == DONE

    assert len(ses.mails) == 1


def test_a_crash_before_the_mail_was_taken_loses_nothing(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = _mail(world)
    with monkeypatch.context() as patched:
        patched.setattr(SesMailer, "send", _crash)
        assert send_mail.handler(_event(body), None) == _failing("sqs-0")
    assert ses.mails == []

    _let_claims_run_out(monkeypatch)
    assert send_mail.handler(_event(body), None) == DONE

    assert len(ses.mails) == 1


def test_a_crash_between_sending_and_marking_sends_again_and_never_loses(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one gap that mail leaves: SES has no idempotency key."""
    body = _mail(world)
    with monkeypatch.context() as patched:
        patched.setattr(claims.Claims, "finish", _crash)
        assert send_mail.handler(_event(body), None) == _failing("sqs-0")
    assert len(ses.mails) == 1

    _let_claims_run_out(monkeypatch)
    assert send_mail.handler(_event(body), None) == DONE
    assert send_mail.handler(_event(body), None) == DONE

    assert len(ses.mails) == 2


def test_a_mail_that_ses_refuses_comes_again_and_holds_up_no_other(
    world: World, ses: Outgoing
) -> None:
    refused = World.with_client(email_from="unverified@brand.example")
    event = _event(_mail(refused), _mail(world))

    assert send_mail.handler(event, None) == _failing("sqs-0")

    assert len(ses.mails) == 1


def test_a_message_that_makes_no_sense_holds_up_no_other(world: World, ses: Outgoing) -> None:
    event = _event(_mail(world, template="unheard_of"), _mail(world), {"what": "is this"})
    event["Records"].append({"messageId": "sqs-3", "body": "not json"})

    assert send_mail.handler(event, None) == _failing("sqs-0", "sqs-2", "sqs-3")

    assert len(ses.mails) == 1


def test_without_a_sender_a_mail_is_dropped_and_told(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STVOS_MAIL_SENDER", "")
    settings.cache_clear()
    try:
        answer = send_mail.handler(_event(_mail(world)), None)
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert answer == DONE
    assert ses.mails == []
    printed = capsys.readouterr().out
    _expect_dropped(printed, "no_sender")
    assert "mia@example.com" not in printed
    assert "048213" not in printed


def test_a_code_that_ran_out_on_the_way_is_not_mailed(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    late = real_now() - timedelta(minutes=31)

    answer = send_mail.handler(
        _event(_mail(world, late), _mail(world, late, template="account_deleted")), None
    )

    assert answer == DONE
    [mail] = ses.mails
    assert "deleted" in mail["Subject"]
    _expect_dropped(capsys.readouterr().out, "too_late")


def test_a_brand_that_is_gone_mails_nobody(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    body = _mail(world) | {"clientId": new_id()}

    assert send_mail.handler(_event(body), None) == DONE
    assert ses.mails == []
    _expect_dropped(capsys.readouterr().out, "client_gone")


def test_what_was_done_is_counted_without_saying_for_whom(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    send_mail.handler(_event(_mail(world)), None)

    printed = capsys.readouterr().out
    [sent] = [m for m in _metrics(printed) if "MailSent" in m]
    assert sent["MailSent"] == [1.0]
    assert sent["template"] == "verify_code"
    for secret in ("mia@example.com", "Mia Member", "048213"):
        assert secret not in printed


def test_the_claim_tells_nobodys_address(world: World, ses: Outgoing) -> None:
    body = _mail(world)

    send_mail.handler(_event(body), None)

    claim = world.table.get(world.keys.outbox_claim(body["messageId"]))
    assert claim is not None
    assert claim["done"] is True
    assert "mia" not in json.dumps(claim)


def _task(body: dict[str, Any]) -> Task:
    return Task.of_record({"body": json.dumps(body)})


def _crash(*_: object) -> None:
    raise ConnectionError("the machine went away")


def _let_claims_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the worker lives two minutes later."""
    real = MailDelivery.of_stack()
    real._claims._now = lambda: utc_now() + timedelta(minutes=2)
    monkeypatch.setattr(MailDelivery, "of_stack", lambda: real)


def _metrics(printed: str) -> list[dict[str, Any]]:
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    return [entry for line in lines if "_aws" in (entry := json.loads(line))]


def _expect_dropped(printed: str, reason: str) -> None:
    [metric] = [m for m in _metrics(printed) if "MailDropped" in m]
    assert metric["MailDropped"] == [1.0]
    assert metric["reason"] == reason
