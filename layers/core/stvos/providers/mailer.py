"""Mail, sent by Amazon SES.

One try a call: a try whose answer was lost may have sent the mail, so whether to send again is
for the queue to say, which knows how often it has. A refusal for the rate is an answer: it is
waited out.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from functools import lru_cache
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Protocol, Self

from botocore.config import Config
from botocore.exceptions import ClientError

from stvos import aws
from stvos.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


# SES takes no eight-bit content.
_ASCII = SMTP.clone(cte_type="7bit")


CLIENT_TAG = "client"
"""The tag of every mail that says whose it is, for what SES reports of it later."""

# The account sends too much in this second or this day.
_THROTTLED = {"TooManyRequestsException", "LimitExceededException", "ThrottlingException"}
# The account may not send for now; the mail is not at fault.
_PAUSED = {"SendingPausedException", "AccountSuspendedException"}
# Five workers share the rate: at one mail a second, the lowest rate, each waits for five.
_PATIENCE = 7.0
_random = SystemRandom()


class MailPutOff(Exception):
    """SES takes no mail now, for the account's limits; this one was not sent."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail. `media_type` such as text/calendar, with its `parameters`."""

    name: str
    media_type: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in text and HTML; whom it is addressed to see each other. Headers must be single
    lines.
    """

    client: str
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
        """Send one mail; answers the provider's id of it. Raises MailPutOff."""
        ...


@lru_cache(maxsize=1)
def client() -> "SESV2Client":
    config = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})
    return aws.client("sesv2", config)


class SesMailer:
    """Mails through SES of this deployment's account and region."""

    def __init__(
        self, ses: "SESV2Client", events: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`events`: the configuration set that reports bounces; empty for none."""
        self._ses = ses
        self._events = events
        self._sleep = sleep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(client(), settings().mail_events)

    def send(self, mail: Mail) -> str:
        waited = 0.0
        while True:
            try:
                return self._sent(mail)
            except ClientError as refusal:
                code = refusal.response["Error"]["Code"]
                if code in _PAUSED or (code in _THROTTLED and waited >= _PATIENCE):
                    raise MailPutOff(code) from refusal
                if code not in _THROTTLED:
                    raise
            pause = _random.uniform(0.2, 1.0)
            self._sleep(pause)
            waited += pause

    def _sent(self, mail: Mail) -> str:
        # Named here, it goes before a set that the sender's identity has by default.
        events: Any = {"ConfigurationSetName": self._events} if self._events else {}
        answer = self._ses.send_email(
            FromEmailAddress=formataddr((mail.sender_name, mail.sender)),
            Destination={"ToAddresses": list(mail.to)},
            Content={"Raw": {"Data": as_mime(mail)}},
            EmailTags=[{"Name": CLIENT_TAG, "Value": mail.client}],
            **events,
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
            attachment.content,
            maintype=main,
            subtype=sub,
            filename=attachment.name,
            params=dict(attachment.parameters),
        )
    return message.as_bytes()


def _address(address: str, name: str = "") -> Address:
    # By its halves: people's addresses break the grammar that a whole one is parsed with
    # (two dots in a row), and are quoted then.
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)
