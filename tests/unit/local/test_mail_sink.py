"""Mails as files: what SES accepted is what lies there."""

import asyncio
import base64
import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from local.mail_sink import MailSink, Message, Receive, Send


def accepting(status: int) -> Any:
    """SES as far as the sink sees it: reads the request, answers with this status."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b'{"MessageId": "m-1"}'})

    return app


def send_mail(folder: Path, request: dict[str, Any], status: int = 200) -> list[Message]:
    """One SendEmail request through the sink, in two chunks; what came back."""
    content = json.dumps(request).encode()
    chunks = [
        {"type": "http.request", "body": content[:10], "more_body": True},
        {"type": "http.request", "body": content[10:], "more_body": False},
    ]
    answer: list[Message] = []

    async def receive() -> Message:
        return chunks.pop(0)

    async def send(message: Message) -> None:
        answer.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v2/email/outbound-emails"}
    asyncio.run(MailSink(accepting(status), folder)(scope, receive, send))
    return answer


def the_mail(folder: Path) -> EmailMessage:
    [path] = folder.iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


SIMPLE = {
    "FromEmailAddress": "Häfen <no-reply@stvos.example>",
    "Destination": {"ToAddresses": ["robin@example.com"]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Dein Code: 123456 ✓"},
            "Body": {"Text": {"Data": "Code 123456\n"}, "Html": {"Data": "<b>123456</b>"}},
        }
    },
}


def test_a_mail_of_two_parts_keeps_both_and_its_accents(tmp_path: Path) -> None:
    answer = send_mail(tmp_path, SIMPLE)
    assert answer[0]["status"] == 200
    mail = the_mail(tmp_path)
    assert mail["Subject"] == "Dein Code: 123456 ✓"
    assert mail["From"] == "Häfen <no-reply@stvos.example>"
    assert mail["To"] == "robin@example.com"
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text
    assert text.get_content() == "Code 123456\n"
    assert html
    assert html.get_content().strip() == "<b>123456</b>"


def test_a_raw_mail_lies_there_byte_for_byte_below_its_id_and_date(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Report"
    mail.set_content("see the file")
    mail.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="report.csv")
    raw = base64.b64encode(mail.as_bytes()).decode()
    send_mail(
        tmp_path,
        {"Destination": {"ToAddresses": ["p@example.com"]}, "Content": {"Raw": {"Data": raw}}},
    )
    [path] = tmp_path.iterdir()
    stamps, raw_start = path.read_bytes().split(b"Subject: Report", 1)
    assert b"Subject: Report" + raw_start == mail.as_bytes()
    assert stamps.startswith(b"Message-ID: <m-1>\nDate: ")


def test_an_attachment_of_a_simple_mail_is_attached(tmp_path: Path) -> None:
    content: dict[str, Any] = json.loads(json.dumps(SIMPLE))
    content["Content"]["Simple"]["Attachments"] = [
        {
            "FileName": "report.csv",
            "ContentType": "text/csv",
            "RawContent": base64.b64encode(b"a,b\n").decode(),
        }
    ]
    send_mail(tmp_path, content)
    [attachment] = the_mail(tmp_path).iter_attachments()
    assert attachment.get_filename() == "report.csv"
    assert attachment.get_payload(decode=True) == b"a,b\n"


def test_a_mail_that_ses_refuses_is_not_kept(tmp_path: Path) -> None:
    answer = send_mail(tmp_path, SIMPLE, status=400)
    assert answer[0]["status"] == 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("recipient", ["../../etc/passwd", "a/b@example.com", "x" * 300])
def test_a_recipient_cannot_choose_where_the_file_goes(tmp_path: Path, recipient: str) -> None:
    send_mail(tmp_path / "mail", {**SIMPLE, "Destination": {"ToAddresses": [recipient]}})
    [path] = (tmp_path / "mail").iterdir()
    assert path.suffix == ".eml"
    assert len(path.name) < 150
    assert [item.name for item in tmp_path.iterdir()] == ["mail"]
