"""Mails as they go over the wire."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from stvos.providers.mailer import Attachment, Mail, as_mime

MAIL = Mail(
    client="7",
    sender="hello@example.com",
    sender_name="Riverside Fitness",
    to=("mia@example.com",),
    subject="Confirm your address",
    text="Hello Mia,\n",
    html="<p>Hello Mia,</p>\n",
    reply_to="help@example.com",
)


def _read(mail: Mail) -> EmailMessage:
    message = message_from_bytes(as_mime(mail), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_text_comes_first_and_the_html_is_its_richer_form() -> None:
    message = _read(MAIL)

    assert message.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert html.get_content().splitlines() == MAIL.html.splitlines()


def test_names_and_subjects_in_any_script_arrive_whole() -> None:
    name, subject = "Jörg & Söhne, „Fitness“ نادي 💪", "Ä" * 100 + " 💪"

    mail = replace(MAIL, sender_name=name, subject=subject, text=f"Hello {name}")
    message = _read(mail)

    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "hello@example.com")
    assert message["Subject"] == subject
    body = message.get_body(("plain",))
    assert body is not None
    assert name in body.get_content()
    assert as_mime(mail).isascii()
    assert all(len(line) <= 78 for line in as_mime(mail).split(b"\r\n"))


@pytest.mark.parametrize("field", ["subject", "sender_name", "sender", "to", "reply_to"])
def test_a_line_break_makes_no_header(field: str) -> None:
    text = "x@example.com\r\nBcc: all@example.com"
    broken: dict[str, Any] = {field: (text,) if field == "to" else text}

    with pytest.raises(ValueError, match=r"CR|LF|linefeed|carriage"):
        as_mime(replace(MAIL, **broken))


@pytest.mark.parametrize(
    "address", ["a..b@example.com", ".a@example.com", "o'neil+x@example.com", "a.@example.com"]
)
def test_addresses_that_people_have_can_be_written_to(address: str) -> None:
    [to] = _read(replace(MAIL, to=(address,)))["To"].addresses

    assert f"{to.username}@{to.domain}" == address


def test_several_people_get_one_mail_and_see_each_other() -> None:
    message = _read(replace(MAIL, to=("ann@example.com", "bob@example.com")))

    assert [to.addr_spec for to in message["To"].addresses] == [
        "ann@example.com",
        "bob@example.com",
    ]


def test_an_attachment_comes_with_its_name() -> None:
    kind = {"method": "CANCEL", "charset": "utf-8"}
    calendar = Attachment("booking.ics", "text/calendar", b"BEGIN:VCALENDAR", kind)

    [attached] = _read(replace(MAIL, attachments=(calendar,))).iter_attachments()

    assert attached.get_filename() == "booking.ics"
    assert attached.get_content_type() == "text/calendar"
    assert dict(attached["Content-Type"].params) == kind
    assert attached.get_payload(decode=True) == b"BEGIN:VCALENDAR"


def test_no_machine_answers_a_code() -> None:
    assert _read(MAIL)["Auto-Submitted"] == "auto-generated"
