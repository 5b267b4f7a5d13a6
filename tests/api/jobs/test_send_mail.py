"""The worker that sends mails: whose they are, and each of them once."""

from datetime import timedelta

import boto3
import pytest

from jobs import send_mail
from stvos.clients.models import Branding
from stvos.clock import utc_now
from stvos.providers.mailer import SesMailer
from stvos.queues import claims
from tests.api.jobs.post import (
    DONE,
    Outgoing,
    crash,
    event_of,
    failing,
    let_claims_run_out,
    mail_of,
    part_of,
    task_of,
)
from tests.world import World


def test_a_mail_goes_out_in_the_brands_name(world: World, ses: Outgoing) -> None:
    assert send_mail.handler(event_of(mail_of(world)), None) == DONE

    [mail] = ses.mails
    [sender], [recipient] = mail["From"].addresses, mail["To"].addresses
    assert (sender.display_name, sender.addr_spec) == (world.client.name, "hello@example.com")
    assert recipient.addr_spec == "mia@example.com"
    assert mail["Subject"] == f"Confirm your email address for {world.client.name}"
    assert "048213" in part_of(mail, "plain")
    assert "https://app.example.com/verify-email?" in part_of(mail, "plain")
    assert "048213" in part_of(mail, "html")
    assert "#0f766e" in part_of(mail, "html")


def test_a_brand_with_an_address_of_its_own_sends_from_it(ses: Outgoing, cloud: None) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="no-reply@brand.example")
    world = World.with_client(
        email_from="no-reply@brand.example", branding=Branding(support_email="help@brand.example")
    )

    assert send_mail.handler(event_of(mail_of(world)), None) == DONE

    [mail] = ses.mails
    assert mail["From"].addresses[0].addr_spec == "no-reply@brand.example"
    assert mail["Reply-To"].addresses[0].addr_spec == "help@brand.example"


@pytest.mark.parametrize(
    "template", ["verify_code", "reset_code", "export_ready", "account_deleted"]
)
def test_every_template_can_be_sent(world: World, ses: Outgoing, template: str) -> None:
    assert send_mail.handler(event_of(mail_of(world, template=template)), None) == DONE

    [mail] = ses.mails
    assert world.client.name in mail["Subject"]


def test_names_cannot_add_recipients_or_headers(ses: Outgoing, cloud: None) -> None:
    world = World.with_client(name="Gym\r\nBcc: all@example.com")

    body = mail_of(world, name="Mia\r\nBcc: all@example.com\r\n\r\nother text")
    assert send_mail.handler(event_of(body), None) == DONE

    [mail] = ses.mails
    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == ["mia@example.com"]
    assert mail["Subject"] == "Confirm your email address for Gym Bcc: all@example.com"


def test_a_message_delivered_twice_is_mailed_once(world: World, ses: Outgoing) -> None:
    body = mail_of(world)

    assert send_mail.handler(event_of(body), None) == DONE
    assert send_mail.handler(event_of(body), None) == DONE
    assert send_mail.handler(event_of(body, body), None) == DONE

    assert len(ses.mails) == 1


def test_two_messages_are_two_mails(world: World, ses: Outgoing) -> None:
    assert send_mail.handler(event_of(mail_of(world), mail_of(world)), None) == DONE

    assert len(ses.mails) == 2


def test_a_message_another_worker_is_at_comes_again(world: World, ses: Outgoing) -> None:
    body = mail_of(world)
    task = task_of(body)
    assert claims.TaskClaims(world.table).take(task)

    assert send_mail.handler(event_of(body), None) == failing("sqs-0")
    assert ses.mails == []


def test_a_worker_that_died_is_followed_by_another_once_its_claim_ran_out(
    world: World, ses: Outgoing
) -> None:
    body = mail_of(world)
    minutes_ago = utc_now() - timedelta(minutes=2)
    assert claims.TaskClaims(world.table, lambda: minutes_ago).take(task_of(body))

    assert send_mail.handler(event_of(body), None) == DONE

    assert len(ses.mails) == 1


def test_a_crash_before_the_mail_was_taken_loses_nothing(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = mail_of(world)
    with monkeypatch.context() as patched:
        patched.setattr(SesMailer, "send", crash)
        assert send_mail.handler(event_of(body), None) == failing("sqs-0")
    assert ses.mails == []

    let_claims_run_out(monkeypatch)
    assert send_mail.handler(event_of(body), None) == DONE

    assert len(ses.mails) == 1


def test_a_crash_between_sending_and_marking_sends_again_and_never_loses(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one gap that mail leaves: SES has no idempotency key."""
    body = mail_of(world)
    with monkeypatch.context() as patched:
        patched.setattr(claims.TaskClaims, "finish", crash)
        assert send_mail.handler(event_of(body), None) == failing("sqs-0")
    assert len(ses.mails) == 1

    let_claims_run_out(monkeypatch)
    assert send_mail.handler(event_of(body), None) == DONE
    assert send_mail.handler(event_of(body), None) == DONE

    assert len(ses.mails) == 2


def test_a_mail_that_is_sent_leaves_no_address_in_the_table(world: World, ses: Outgoing) -> None:
    world.member("ada@example.com")
    (message,) = world.outbox()
    task = {
        "clientId": world.client.id,
        "messageId": message["message_id"],
        "createdAt": message["created_at"],
        "content": message["content"],
    }

    assert send_mail.handler(event_of(task), None) == DONE

    assert len(ses.mails) == 1
    assert world.outbox() == []
