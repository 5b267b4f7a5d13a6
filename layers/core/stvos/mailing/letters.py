"""What each mail says. One description gives the text and the HTML part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from stvos.accounts.repository import CODE_LIFETIME
from stvos.clients.models import Client
from stvos.mailing.names import greeting_name, isolated, one_line
from stvos.providers.mailer import Attachment
from stvos.usage.months import Month

type Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Brand:
    """How a brand shows itself in a mail."""

    name: str
    colour: str
    logo: str | None = None
    app_url: str | None = None
    support_email: str | None = None

    @classmethod
    def of(cls, client: Client, app_url: str = "") -> Self:
        """`app_url`: where links lead for a brand without an app address of its own."""
        branding = client.branding
        return cls(
            one_line(client.name),
            branding.primary_color,
            branding.logo,
            branding.app_url or app_url or None,
            branding.support_email,
        )

    @property
    def said(self) -> str:
        """The name within a sentence."""
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
class Row:
    """One row of a letter's table: what, how much, and in small how that comes about."""

    label: str
    value: str
    note: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words, in the order in which they are read."""

    subject: str
    heading: str
    greeting: str
    opening: str
    code: str | None = None
    rows: tuple[Row, ...] = ()
    link: Link | None = None
    closing: tuple[str, ...] = ()
    why: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """How a letter is written, and for how long it is worth sending."""

    write: Callable[[Brand, Content], Letter]
    useful_for: timedelta | None = None


def _verify_code(brand: Brand, content: Content) -> Letter:
    return Letter(
        subject=f"Confirm your email address for {brand.name}",
        heading="Confirm your email address",
        greeting=_greeting(content),
        opening=f"Enter this code in the {brand.said} app to confirm that this address is yours.",
        code=content["code"],
        link=brand.link(
            "Confirm my address", "verify-email", email=content["to"], code=content["code"]
        ),
        closing=("The code works once, for 30 minutes.",),
        why=f"This address was used to sign up to {brand.said}. If that was not you, "
        "you need not do anything.",
    )


def _reset_code(brand: Brand, content: Content) -> Letter:
    return Letter(
        subject=f"Set a new password for {brand.name}",
        heading="Set a new password",
        greeting=_greeting(content),
        opening=f"Enter this code in the {brand.said} app, with the new password you want.",
        code=content["code"],
        link=brand.link(
            "Choose a new password", "reset-password", email=content["to"], code=content["code"]
        ),
        closing=(
            "The code works once, for 30 minutes. Setting a new password signs every device out.",
            "Keep the code to yourself: nobody who helps you will ask for it.",
        ),
        why=f"A new password was asked for at {brand.said} with this address. If that was not "
        "you, leave this mail alone: your password stays as it is.",
    )


def _export_ready(brand: Brand, content: Content) -> Letter:
    query = {"job": str(content["job_id"])} if "job_id" in content else {}
    return Letter(
        subject=f"Your data from {brand.name} is ready",
        heading="Your data is ready",
        greeting=_greeting(content),
        opening=f"You asked for a copy of everything that {brand.said} holds about you. It is "
        f"ready: sign in to the {brand.said} app and download it there.",
        link=brand.link("Go to my data", "data-export", **query),
        closing=("The archive is kept for 7 days and then removed.",),
        why="If you did not ask for this copy, change your password: somebody else may be "
        "signed in to your account.",
    )


def _account_deleted(brand: Brand, content: Content) -> Letter:
    return Letter(
        subject=f"Your {brand.name} account is deleted",
        heading="Your account is deleted",
        greeting=_greeting(content),
        opening=f"As you asked, your {brand.said} account and everything that was kept in it "
        "has been deleted. It cannot be brought back.",
        closing=("Thank you for having been with us.",),
        why=f"This mail confirms the deletion; no other mail about this account of "
        f"{brand.said} will follow.",
    )


def _staff_invitation(brand: Brand, content: Content) -> Letter:
    partner = isolated(one_line(content["partner"]))
    return Letter(
        subject=f"Your access to the {brand.name} partner portal",
        heading="Welcome to the partner portal",
        greeting=_greeting(content),
        opening=f"You can now sign in to the {brand.said} partner portal for {partner}. Set your "
        "password with this code.",
        code=content["code"],
        link=brand.link(
            "Set my password", "partner/set-password", email=content["to"], code=content["code"]
        ),
        closing=(
            "The code works once, for 7 days. After that, ask for a new one with "
            "'forgot password'.",
        ),
        why=f"{partner} added this address to its staff. If you do not know why, leave this mail "
        "alone.",
    )


def _staff_reset_code(brand: Brand, content: Content) -> Letter:
    return Letter(
        subject=f"Set a new password for the {brand.name} partner portal",
        heading="Set a new password",
        greeting=_greeting(content),
        opening=f"Enter this code in the {brand.said} partner portal, with the new password you "
        "want.",
        code=content["code"],
        link=brand.link(
            "Choose a new password",
            "partner/set-password",
            email=content["to"],
            code=content["code"],
        ),
        closing=(
            "The code works once, for 30 minutes. Setting a new password signs every device out.",
        ),
        why="A new password was asked for with this address. If that was not you, leave this mail "
        "alone: your password stays as it is.",
    )


def _billing_report(brand: Brand, content: Content) -> Letter:
    partner = isolated(one_line(content["partner"]))
    month, currency = Month.parse(content["month"]), content["currency"]
    name = f"{month.first:%B %Y}"
    return Letter(
        subject=f"Billing report for {name} from {brand.name}",
        heading=f"Billing report for {name}",
        greeting=_greeting(content),
        opening=f"{brand.said} bills {partner} {content['total']} {currency} for {name}: what "
        f"was used from {month.first} to {month.last}, in the time zone {content['timezone']}.",
        rows=(
            *(_billed(line, currency) for line in content["lines"]),
            Row("Total", f"{content['total']} {currency}", total=True),
        ),
        link=brand.link("See the report", f"partner/billing/{month}"),
        closing=(
            f"Members at the end of the month: {content['members']}. Active in it: "
            f"{content['active']}. Joined in it: {content['joined']}.",
            "The attached file has the same lines for your books. This report is final: activity "
            "that reaches us late is a line of its own in a later one.",
        ),
        why=f"{partner} receives its reports at this address. To change that, write to "
        f"{brand.said}.",
        attachments=(Attachment(f"billing-{month}.csv", "text/csv", content["csv"].encode()),),
    )


def _billed(line: dict[str, Any], currency: str) -> Row:
    single = line["quantity"] == 1
    note = "" if single else f"{line['quantity']} × {line['unit_price']} {currency}"
    return Row(line["description"], f"{line['amount']} {currency}", note)


def _greeting(content: Content) -> str:
    name = greeting_name(content.get("name") or "")
    return f"Hello {isolated(name)}," if name else "Hello,"


TEMPLATES: dict[str, Template] = {
    "verify_code": Template(_verify_code, CODE_LIFETIME),
    "reset_code": Template(_reset_code, CODE_LIFETIME),
    "staff_invitation": Template(_staff_invitation, timedelta(days=7)),
    "staff_reset_code": Template(_staff_reset_code, CODE_LIFETIME),
    "export_ready": Template(_export_ready),
    "account_deleted": Template(_account_deleted),
    "billing_report": Template(_billing_report),
}
