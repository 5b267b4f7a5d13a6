"""What SES reports of a brand's mails stops further ones to the address."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from jobs import send_mail, suppress_addresses
from stvos.clock import real_now, utc_now
from stvos.dynamodb.keys import Key
from stvos.identity.mail_codes import mail_hash
from stvos.mailing.suppressions import Suppressions
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

MIA = "mia@example.com"


def report(
    world: World,
    kind: str,
    about: dict[str, Any],
    *,
    at: datetime | None = None,
    destination: tuple[str, ...] = (MIA,),
) -> dict[str, Any]:
    """A message as EventBridge puts it on the queue: SES's event, as its documents show it."""
    stamp = (at or utc_now()).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    detail = {
        "eventType": kind,
        kind.lower(): about | {"timestamp": stamp, "feedbackId": "0100017c44f053b-000000"},
        "mail": {
            "timestamp": stamp,
            "source": "Gym <hello@example.com>",
            "sendingAccountId": "123456789012",
            "messageId": "0100017c191be45-000000",
            "destination": list(destination),
            "tags": {
                "ses:configuration-set": ["stvos-MailEvents"],
                "ses:from-domain": ["example.com"],
                "client": [str(world.client.id)],
            },
        },
    }
    names = {"Bounce": "Email Bounced", "Complaint": "Email Complaint Received"}
    event = {
        "version": "0",
        "id": "12345678-1234-1234-1234-123456789012",
        "detail-type": names.get(kind, kind),
        "source": "aws.ses",
        "account": "123456789012",
        "time": stamp,
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }
    return {"messageId": "sqs-0", "body": json.dumps(event)}


def bounce(world: World, kind: str = "Permanent", address: str = MIA, **more: Any) -> Any:
    recipient = {"emailAddress": address, "action": "failed", "status": "5.1.1"}
    about = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": [recipient]}
    return report(world, "Bounce", about, **more)


def complaint(world: World, feedback: str = "abuse", **more: Any) -> Any:
    about = {
        "complainedRecipients": [{"emailAddress": MIA}],
        "complaintSubType": None,
        "complaintFeedbackType": feedback,
    }
    return report(world, "Complaint", about, **more)


def suppress(*records: dict[str, Any]) -> Any:
    return suppress_addresses.handler({"Records": list(records)}, None)


def is_mailed(world: World, address: str = MIA) -> bool:
    return bool(Suppressions(world.table, world.tenant).allowed([address]))


def test_a_bounced_address_is_not_mailed_by_its_brand(
    world: World, other_world: World, ses: Outgoing, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suppress(bounce(world)) == DONE
    assert [m["reason"] for m in metrics_of(capsys.readouterr().out)] == ["bounce"]

    assert send_mail.handler(event_of(mail_of(world, to="Mia@Example.com")), None) == DONE
    assert ses.mails == []
    printed = capsys.readouterr().out
    expect_dropped(printed, "suppressed")
    assert "xample.com" not in printed

    assert send_mail.handler(event_of(mail_of(other_world)), None) == DONE
    assert len(ses.mails) == 1


def test_a_bounce_is_forgotten_after_30_days_and_a_complaint_never(world: World) -> None:
    suppress(bounce(world, at=utc_now() - timedelta(days=29)))
    assert not is_mailed(world)

    other = World.with_client()
    suppress(bounce(other, at=utc_now() - timedelta(days=31)))
    assert is_mailed(other)

    suppress(complaint(other, at=utc_now() - timedelta(days=400)))
    assert not is_mailed(other)


def test_reports_may_come_twice_and_in_any_order(world: World) -> None:
    now = real_now()
    late, early = bounce(world, at=now), bounce(world, at=now - timedelta(days=31))
    suppress(late, early, late)
    assert not is_mailed(world)

    suppress(complaint(world, at=now - timedelta(days=40)), early, late)
    item = world.table.find(_key(world))
    assert item is not None
    assert (item["reason"], "expires" in item) == ("complaint", False)


def _key(world: World) -> Key:
    return world.keys.mail_suppression(mail_hash(MIA))


def test_what_passes_or_is_praise_stops_nothing(world: World) -> None:
    records = [
        bounce(world, "Transient"),
        bounce(world, "Undetermined"),
        complaint(world, "not-spam"),
    ]

    assert suppress(*records) == DONE

    assert is_mailed(world)


def test_a_forwarded_mail_suppresses_the_address_that_we_mailed(world: World) -> None:
    suppress(bounce(world, address="elsewhere@example.com"))

    assert not is_mailed(world)
    assert is_mailed(world, "elsewhere@example.com")


def test_of_several_recipients_only_the_one_that_bounced_is_left_out(
    world: World, ses: Outgoing
) -> None:
    both = (MIA, "ben@example.com")
    suppress(bounce(world, destination=both))

    send_mail.handler(event_of(mail_of(world, to=list(both))), None)

    [mail] = ses.mails
    assert [one.addr_spec for one in mail["To"].addresses] == ["ben@example.com"]


def test_a_report_that_makes_no_sense_comes_again_and_holds_up_none(world: World) -> None:
    broken = [{"messageId": "broken", "body": body} for body in ("", "{}", '{"detail": {}}')]
    sent = report(world, "Send", {}) | {"messageId": "send"}

    answer = suppress(*broken, sent, bounce(world))

    assert answer == failing("broken", "broken", "broken", "send")
    assert not is_mailed(world)
