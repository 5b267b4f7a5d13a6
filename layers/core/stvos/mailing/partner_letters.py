"""What the mails to partners, their staff and trainers say."""

from typing import Any

from stvos.mailing.letters import Brand, Letter, LetterContent, LetterRow, greeting
from stvos.mailing.names import isolated, one_line
from stvos.months import Month
from stvos.providers.mailer import Attachment


def staff_invitation(brand: Brand, content: LetterContent) -> Letter:
    partner = isolated(one_line(content["partner"]))
    return Letter(
        subject=f"Your access to the {brand.name} partner portal",
        heading="Welcome to the partner portal",
        greeting=greeting(content),
        opening=f"You can now sign in to the {brand.inline} partner portal for {partner}. Set your "
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


def trainer_invitation(brand: Brand, content: LetterContent) -> Letter:
    return Letter(
        subject=f"Your invitation to {brand.name} as a trainer",
        heading="Welcome as a trainer",
        greeting=greeting(content),
        opening=f"{brand.inline} invites you to manage your hours, bookings and classes yourself. "
        "Register in the trainers' app with this code.",
        code=content["code"],
        link=brand.link(
            "Accept the invitation", "trainer/register", email=content["to"], code=content["code"]
        ),
        closing=("The code works once, for 14 days.",),
        why=f"{brand.inline} invited this address to be a trainer's. If you do not know why, leave "
        "this mail alone.",
    )


def staff_reset_code(brand: Brand, content: LetterContent) -> Letter:
    return Letter(
        subject=f"Set a new password for the {brand.name} partner portal",
        heading="Set a new password",
        greeting=greeting(content),
        opening=f"Enter this code in the {brand.inline} partner portal, with the new password you "
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


def billing_report(brand: Brand, content: LetterContent) -> Letter:
    partner = isolated(one_line(content["partner"]))
    month, currency = Month.parse(content["month"]), content["currency"]
    name = f"{month.first_day:%B %Y}"
    joined = "" if content["joined"] is None else f" Joined in it: {content['joined']}."
    return Letter(
        subject=f"Billing report for {name} from {brand.name}",
        heading=f"Billing report for {name}",
        greeting=greeting(content),
        opening=f"{brand.inline} bills {partner} {content['total']} {currency} for {name}: what "
        f"was used from {month.first_day} to {month.last_day}, in the time zone "
        f"{content['timezone']}.",
        rows=(
            *(_billed(line, currency) for line in content["lines"]),
            LetterRow("Total", f"{content['total']} {currency}", total=True),
        ),
        link=brand.link("See the report", f"partner/billing/{month}"),
        closing=(
            f"Members at the end of the month: {content['members']}. Active in it: "
            f"{content['active']}.{joined}",
            "The attached file has the same lines for your books. This report is final: activity "
            "that reaches us late is a line of its own in a later one.",
        ),
        why=f"{partner} receives its reports at this address. To change that, write to "
        f"{brand.inline}.",
        attachments=(Attachment(f"billing-{month}.csv", "text/csv", content["csv"].encode()),),
    )


def _billed(line: dict[str, Any], currency: str) -> LetterRow:
    single = line["quantity"] == 1
    note = "" if single else f"{line['quantity']} × {line['unit_price']} {currency}"
    return LetterRow(line["description"], f"{line['amount']} {currency}", note)
