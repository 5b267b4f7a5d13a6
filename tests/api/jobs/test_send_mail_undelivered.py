"""Mails that the worker cannot send or must not, and what it tells of them."""

import json
from datetime import timedelta

import pytest

from jobs import send_mail
from stvos.clock import real_now
from stvos.ids import new_id
from stvos.settings import settings
from tests.api.jobs.post import (
    DONE,
    Outgoing,
    event_of,
    expect_dropped,
    failing,
    mail_of,
    metrics_of,
)
from tests.world import World


def test_a_mail_that_ses_refuses_comes_again_and_holds_up_no_other(
    world: World, ses: Outgoing
) -> None:
    refused = World.with_client(email_from="unverified@brand.example")
    event = event_of(mail_of(refused), mail_of(world))

    assert send_mail.handler(event, None) == failing("sqs-0")

    assert len(ses.mails) == 1


def test_a_message_that_makes_no_sense_holds_up_no_other(world: World, ses: Outgoing) -> None:
    event = event_of(mail_of(world, template="unheard_of"), mail_of(world), {"what": "is this"})
    event["Records"].append({"messageId": "sqs-3", "body": "not json"})

    assert send_mail.handler(event, None) == failing("sqs-0", "sqs-2", "sqs-3")

    assert len(ses.mails) == 1


def test_without_a_sender_a_mail_is_dropped_and_told(
    world: World, ses: Outgoing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STVOS_MAIL_SENDER", "")
    settings.cache_clear()
    try:
        answer = send_mail.handler(event_of(mail_of(world)), None)
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert answer == DONE
    assert ses.mails == []
    printed = capsys.readouterr().out
    expect_dropped(printed, "no_sender")
    assert "mia@example.com" not in printed
    assert "048213" not in printed


def test_a_code_that_ran_out_on_the_way_is_not_mailed(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    late = real_now() - timedelta(minutes=31)

    answer = send_mail.handler(
        event_of(mail_of(world, late), mail_of(world, late, template="account_deleted")), None
    )

    assert answer == DONE
    [mail] = ses.mails
    assert "deleted" in mail["Subject"]
    expect_dropped(capsys.readouterr().out, "too_late")


def test_a_brand_that_is_gone_mails_nobody(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    body = mail_of(world) | {"clientId": new_id()}

    assert send_mail.handler(event_of(body), None) == DONE
    assert ses.mails == []
    expect_dropped(capsys.readouterr().out, "client_gone")


def test_what_was_done_is_counted_without_saying_for_whom(
    world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    send_mail.handler(event_of(mail_of(world)), None)

    printed = capsys.readouterr().out
    [sent] = [m for m in metrics_of(printed) if "MailSent" in m]
    assert sent["MailSent"] == [1.0]
    assert sent["template"] == "verify_code"
    for secret in ("mia@example.com", "Mia Member", "048213"):
        assert secret not in printed


def test_the_claim_tells_nobodys_address(world: World, ses: Outgoing) -> None:
    body = mail_of(world)

    send_mail.handler(event_of(body), None)

    claim = world.table.find(world.keys.outbox_claim(body["messageId"]))
    assert claim is not None
    assert claim["done"] is True
    assert "mia" not in json.dumps(claim)
