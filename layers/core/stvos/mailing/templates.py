"""Every kind of mail, by the name that messages use for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from stvos.identity.mail_codes import CODE_LIFETIME
from stvos.mailing import booking_letters, class_letters, member_letters, partner_letters
from stvos.mailing.letters import Brand, Letter, LetterContent


@dataclass(frozen=True, slots=True)
class Template:
    """How a letter is written, and after how long it is not sent any more. `is_optional`: who
    turned notifications off does not get it.
    """

    write: Callable[[Brand, LetterContent], Letter]
    expires_after: timedelta | None = None
    is_optional: bool = False


TEMPLATES: dict[str, Template] = {
    "verify_code": Template(member_letters.verify_code, CODE_LIFETIME),
    "reset_code": Template(member_letters.reset_code, CODE_LIFETIME),
    "export_ready": Template(member_letters.export_ready),
    "account_deleted": Template(member_letters.account_deleted),
    "staff_invitation": Template(partner_letters.staff_invitation, timedelta(days=7)),
    "staff_reset_code": Template(partner_letters.staff_reset_code, CODE_LIFETIME),
    "trainer_invitation": Template(partner_letters.trainer_invitation, timedelta(days=14)),
    "booking_confirmed": Template(booking_letters.confirmed),
    "booking_requested": Template(booking_letters.requested),
    "booking_declined": Template(booking_letters.declined),
    "booking_lapsed": Template(booking_letters.lapsed),
    "booking_moved": Template(booking_letters.moved),
    "booking_cancelled": Template(booking_letters.cancelled),
    "booking_day_reminder": Template(booking_letters.reminder, timedelta(hours=23), True),
    "booking_hour_reminder": Template(booking_letters.reminder, timedelta(hours=1), True),
    "class_confirmed": Template(class_letters.confirmed),
    "class_promoted": Template(class_letters.promoted),
    "class_given_up": Template(class_letters.given_up),
    "class_moved": Template(class_letters.moved),
    "class_moved_away": Template(class_letters.moved_away),
    "class_wait_moved": Template(class_letters.wait_moved),
    "class_cancelled": Template(class_letters.cancelled),
    "class_wait_ended": Template(class_letters.wait_ended),
    "class_day_reminder": Template(class_letters.reminder, timedelta(hours=23), True),
    "class_hour_reminder": Template(class_letters.reminder, timedelta(hours=1), True),
    "billing_report": Template(partner_letters.billing_report),
}
