"""Mail, sent by Amazon SES.

One try a call: a try whose answer was lost may have sent the mail, so whether to send again is
for the queue to say, which knows how often it has.
"""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, Self

from botocore.config import Config

from stvos import aws

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


# SES takes no eight-bit content.
_ASCII = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail. `media_type` such as text/calendar."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in text and HTML; whom it is addressed to see each other. Headers must be single
    lines.
    """

    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    reply_to: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Mailer(Protocol):
    """Sends mails."""

    def send(self, mail: Mail) -> str:
        """Send one mail; answers the provider's id of it."""
        ...


@lru_cache(maxsize=1)
def client() -> "SESV2Client":
    config = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})
    return aws.client("sesv2", config)


class SesMailer:
    """Mails through SES of this deployment's account and region."""

    def __init__(self, ses: "SESV2Client") -> None:
        self._ses = ses

    @classmethod
    def of_stack(cls) -> Self:
        return cls(client())

    def send(self, mail: Mail) -> str:
        answer = self._ses.send_email(
            FromEmailAddress=formataddr((mail.sender_name, mail.sender)),
            Destination={"ToAddresses": list(mail.to)},
            Content={"Raw": {"Data": as_mime(mail)}},
        )
        return answer["MessageId"]


def as_mime(mail: Mail) -> bytes:
    """The message as it goes over the wire: text first, HTML as the richer alternative."""
    message = EmailMessage(policy=_ASCII)
    message["From"] = _address(mail.sender, mail.sender_name)
    message["To"] = [_address(address) for address in mail.to]
    message["Subject"] = mail.subject
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    # Nobody's holiday notice should answer a code.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=attachment.name
        )
    return message.as_bytes()


def _address(address: str, name: str = "") -> Address:
    # By its halves: people's addresses break the grammar that a whole one is parsed with
    # (two dots in a row), and are quoted then.
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)
