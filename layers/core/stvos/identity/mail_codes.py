"""Codes that a mail carries: to verify an address, to reset a password."""

from datetime import datetime
from typing import Literal

from stvos.accounts.models import Account
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Write
from stvos.ids import fingerprint, new_digits

type Purpose = Literal["verify", "reset"]


def new_mail_code() -> str:
    """Six digits, as people copy them from a mail."""
    return new_digits(6)


def code_hash(tenant: ClientId, email: str, purpose: Purpose, code: str) -> str:
    """What is stored of a code: bound to tenant, address and purpose."""
    return fingerprint("mail code", str(tenant), email, purpose, code.strip())


def code_mail(
    tenant: ClientId, account: Account | None, purpose: Purpose, code: str, now: datetime
) -> Write:
    """The outbox message that mails a code; without an account, one that nobody carries out, so
    that asking for a code costs the same either way.
    """
    if account is None:
        return message(tenant, Work.NONE, {}, now)
    content = {
        "template": f"{purpose}_code",
        "to": account.email,
        "name": account.name,
        "code": code,
    }
    return message(tenant, Work.MAIL, content, now)
