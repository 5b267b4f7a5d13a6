"""The mail with a report: what it says, whom it goes to, and what the ledger says of it."""

import csv
import io
from decimal import Decimal
from email.message import EmailMessage

import pytest

from jobs import send_mail
from stvos.clients.models import Branding
from tests.api.jobs.post import (
    DONE,
    Outgoing,
    crash,
    event_of,
    failing,
    part_of,
)
from tests.api.jobs.report_mail import owner as owner
from tests.api.jobs.report_mail import send
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    JANUARY,
    at,
    files_of,
    final,
    ledger_of,
    make,
    old_partner,
    report_mails,
)
from tests.api.partners.world import StaffMember
from tests.world import World

NOT_SENT = failing("sqs-0")


def attached(mail: EmailMessage) -> EmailMessage:
    [attachment] = mail.iter_attachments()
    assert isinstance(attachment, EmailMessage)
    return attachment


def test_one_mail_goes_to_all_addresses_with_the_totals_in_its_text(
    owner: StaffMember, ses: Outgoing
) -> None:
    assert send(owner) == DONE

    [mail] = ses.mails
    assert [to.addr_spec for to in mail["To"].addresses] == ["ann@example.com", "bob@example.com"]
    assert mail["Subject"] == f"Billing report for January 2026 from {owner.world.client.name}"
    text = part_of(mail, "plain")
    assert "166.50 EUR" in text
    assert "37 × 4.50 EUR" in text
    assert all(len(line) <= 72 for line in text.splitlines() if "://" not in line)


def test_the_mail_looks_like_the_brand(cloud: None, ses: Outgoing) -> None:
    look = Branding(primary_color="#7c3aed", logo="https://cdn.example.com/brand.png")
    branded = World.with_client(branding=look)
    owner = old_partner(branded)
    make(owner, JANUARY, DUE)

    assert send(owner) == DONE

    [mail] = ses.mails
    page = part_of(mail, "html")
    assert mail["From"].addresses[0].display_name == branded.client.name
    assert "#7c3aed" in page
    assert "https://cdn.example.com/brand.png" in page
    assert "100.00 EUR" in page


def test_the_attached_rows_sum_to_the_report(owner: StaffMember, ses: Outgoing) -> None:
    send(owner)

    [mail] = ses.mails
    file = attached(mail)
    content = file.get_payload(decode=True)
    assert (file.get_filename(), file.get_content_type()) == ("billing-2026-01.csv", "text/csv")
    assert isinstance(content, bytes)
    assert content == files_of(owner)["2026-01.csv"]
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    assert sum(Decimal(row["amount"]) for row in rows) == final(owner, JANUARY).subtotal


def test_what_is_sent_stands_in_the_report_and_in_the_ledger(
    owner: StaffMember, ses: Outgoing
) -> None:
    before = final(owner, JANUARY)

    send(owner)

    after = final(owner, JANUARY)
    assert ledger_of(owner, JANUARY) == ("sent", None)
    assert after.emailed_at is not None
    assert after == before.model_copy(update={"emailed_at": after.emailed_at})
    assert report_mails(owner) == []


def test_a_message_delivered_twice_is_one_mail_and_one_time(
    owner: StaffMember, ses: Outgoing
) -> None:
    [message] = report_mails(owner)

    for _ in range(3):
        assert send_mail.handler(event_of(message, message), None) == DONE

    assert len(ses.mails) == 1
    assert ledger_of(owner, JANUARY) == ("sent", None)


def test_the_time_of_sending_stays_the_first(owner: StaffMember, ses: Outgoing) -> None:
    [message] = report_mails(owner)
    send_mail.handler(event_of(message), None)
    first = final(owner, JANUARY).emailed_at

    send_mail.handler(event_of(message), None)

    assert final(owner, JANUARY).emailed_at == first


def test_a_death_between_sending_and_noting_is_made_up_for(
    owner: StaffMember, ses: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("stvos.billing.repository.BillingRepository.mark_mailed", crash)
        assert send(owner) == NOT_SENT
    assert ledger_of(owner, JANUARY) == ("queued", None)

    assert send(owner, 2) == DONE

    assert len(ses.mails) == 1
    assert ledger_of(owner, JANUARY) == ("sent", None)


def test_each_month_has_its_own_mail(owner: StaffMember, ses: Outgoing) -> None:
    send(owner)
    make(owner, FEBRUARY, at("2026-03-01T05:00"))

    send(owner)

    assert [mail["Subject"].split(" from")[0] for mail in ses.mails] == [
        "Billing report for January 2026",
        "Billing report for February 2026",
    ]


def test_a_partner_s_name_cannot_write_the_mail(world: World, ses: Outgoing) -> None:
    owner = old_partner(world, name='=HYPERLINK("x") <b>Acme</b>')
    make(owner, JANUARY, DUE)

    send(owner)

    [mail] = ses.mails
    assert "<b>" not in part_of(mail, "html")
    content = attached(mail).get_payload(decode=True)
    assert isinstance(content, bytes)
    assert b"HYPERLINK" not in content
