"""Every kind of mail, by the name that messages use for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from stvos.identity.mail_codes import CODE_LIFETIME
from stvos.mailing import member_letters, partner_letters
from stvos.mailing.letters import Brand, Content, Letter


@dataclass(frozen=True, slots=True)
class Template:
    """How a letter is written, and after how long it is not sent any more."""

    write: Callable[[Brand, Content], Letter]
    expires_after: timedelta | None = None


TEMPLATES: dict[str, Template] = {
    "verify_code": Template(member_letters.verify_code, CODE_LIFETIME),
    "reset_code": Template(member_letters.reset_code, CODE_LIFETIME),
    "export_ready": Template(member_letters.export_ready),
    "account_deleted": Template(member_letters.account_deleted),
    "staff_invitation": Template(partner_letters.staff_invitation, timedelta(days=7)),
    "staff_reset_code": Template(partner_letters.staff_reset_code, CODE_LIFETIME),
    "billing_report": Template(partner_letters.billing_report),
}
