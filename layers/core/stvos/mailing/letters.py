"""What a mail consists of. The text and the HTML part are both made from it."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from stvos.clients.models import Client
from stvos.mailing.names import greeting_name, isolated, one_line
from stvos.pictures import mail_picture
from stvos.providers.mailer import Attachment

type LetterContent = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Brand:
    """How a brand looks in a mail. `sender`: the address that its mails come from."""

    name: str
    colour: str
    logo: str | None = None
    app_url: str | None = None
    support_email: str | None = None
    sender: str = ""

    @classmethod
    def of(cls, client: Client, app_url: str = "", sender: str = "") -> Self:
        """`app_url`: where links lead for a brand without an app address of its own."""
        branding = client.branding
        return cls(
            one_line(client.name),
            branding.primary_color,
            mail_picture(branding.logo),
            branding.app_url or app_url or None,
            branding.support_email,
            sender,
        )

    @property
    def inline(self) -> str:
        """The name as it stands within a sentence."""
        return isolated(self.name)

    def link(self, label: str, page: str, **query: str) -> "Link | None":
        """A link into the brand's app. Opening it changes nothing: mail scanners open links."""
        if not self.app_url:
            return None
        scheme, host, path, own, fragment = urlsplit(self.app_url)
        together = urlencode([*parse_qsl(own, keep_blank_values=True), *query.items()])
        url = urlunsplit((scheme, host, f"{path.rstrip('/')}/{page}", together, fragment))
        return Link(label, url)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One row of a letter's table. `note`: in small print, how the value is calculated."""

    label: str
    value: str
    note: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a mail, in the order in which they are read."""

    subject: str
    heading: str
    greeting: str
    opening: str
    code: str | None = None
    rows: tuple[LetterRow, ...] = ()
    link: Link | None = None
    closing: tuple[str, ...] = ()
    why: str = ""
    attachments: tuple[Attachment, ...] = ()


def greeting(content: LetterContent) -> str:
    """How a letter addresses its reader: without a name, when the name given is unusable."""
    name = greeting_name(content.get("name") or "")
    return f"Hello {isolated(name)}," if name else "Hello,"
