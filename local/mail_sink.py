"""Every mail that SES accepts, kept as an .eml file.

The emulator can relay mail over SMTP, but it rebuilds a raw message from its text and HTML parts
and so loses attachments. Reading the accepted request keeps each mail exactly as it was sent.
"""

import base64
import json
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Asgi = Callable[[Message, Receive, Send], Awaitable[None]]

SEND_EMAIL = "/v2/email/outbound-emails"


class MailSink:
    """Writes the mails that pass through to SES v2 into a folder, once they are accepted."""

    def __init__(self, app: Asgi, folder: Path) -> None:
        self._app = app
        self._folder = folder

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"] != SEND_EMAIL:
            await self._app(scope, receive, send)
            return
        body = await _whole_body(receive)
        answer: list[Message] = []

        async def replay() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold(message: Message) -> None:
            answer.append(message)

        await self._app(scope, replay, hold)
        if answer and answer[0].get("status") == 200:
            reply = json.loads(b"".join(part.get("body", b"") for part in answer[1:]))
            self.keep(json.loads(body), reply["MessageId"])
        for message in answer:
            await send(message)

    def keep(self, request: dict[str, Any], message_id: str) -> Path:
        """Write one mail; its name sorts by time and says to whom it went."""
        now = datetime.now(UTC)
        destination = request.get("Destination", {})
        recipient = next(iter(destination.get("ToAddresses", [])), "nobody")
        readable = re.sub(r"[^A-Za-z0-9@._+-]", "_", recipient)[:80]
        name = f"{now:%Y%m%dT%H%M%S.%f}Z-{readable}-{secrets.token_hex(3)}.eml"
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        partial = path.with_suffix(".part")
        partial.write_bytes(as_eml(request, message_id, now))
        partial.rename(path)
        return path


def as_eml(request: dict[str, Any], message_id: str, now: datetime) -> bytes:
    """The message as a mail server would deliver it."""
    content = request.get("Content", {})
    if raw := content.get("Raw"):
        return _stamped(base64.b64decode(raw["Data"]), message_id, now)
    simple = content.get("Simple", {})
    destination = request.get("Destination", {})
    message = EmailMessage()
    message["Message-ID"] = f"<{message_id}>"
    message["Date"] = format_datetime(now)
    message["From"] = request.get("FromEmailAddress", "")
    for header, key in (("To", "ToAddresses"), ("Cc", "CcAddresses")):
        if addresses := destination.get(key):
            message[header] = ", ".join(addresses)
    if reply_to := request.get("ReplyToAddresses"):
        message["Reply-To"] = ", ".join(reply_to)
    message["Subject"] = simple.get("Subject", {}).get("Data", "")
    for extra in simple.get("Headers", []):
        message[extra["Name"]] = extra["Value"]
    text = simple.get("Body", {}).get("Text", {}).get("Data")
    html = simple.get("Body", {}).get("Html", {}).get("Data")
    if text is not None or html is None:
        message.set_content(text or "")
        if html is not None:
            message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    for attachment in simple.get("Attachments", []):
        kind = attachment.get("ContentType", "application/octet-stream").split(";")[0]
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(
            base64.b64decode(attachment["RawContent"]),
            maintype=maintype,
            subtype=subtype or "octet-stream",
            filename=attachment.get("FileName"),
        )
    return message.as_bytes()


def _stamped(raw: bytes, message_id: str, now: datetime) -> bytes:
    """SES gives a message its id, and a date when it has none; the rest stays as it was sent."""
    present = {name.lower() for name in message_from_bytes(raw).keys()}  # noqa: SIM118
    stamps = {"Message-ID": f"<{message_id}>", "Date": format_datetime(now)}
    missing = [
        f"{name}: {value}\n" for name, value in stamps.items() if name.lower() not in present
    ]
    return "".join(missing).encode() + raw


async def _whole_body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)
