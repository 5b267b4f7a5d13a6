"""DynamoDB access pattern I7 of docs/data-model.md: codes that a mail carries.

A code is stored by address and not by account, so that asking for one costs the same whether an
account exists.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Attr, Table, Write, put, update
from stvos.errors import InvalidCode
from stvos.ids import fingerprint, new_digits

CODE_LIFETIME = timedelta(minutes=30)
_ATTEMPTS = 5


class Purpose(StrEnum):
    """What a code is for; the last part of its key."""

    VERIFY = "verify"
    RESET = "reset"
    STAFF = "staff"


def mail_hash(email: str) -> str:
    """How an address is spelled in keys: addresses cannot be read off a key."""
    return fingerprint("mail", email)


def new_mail_code() -> str:
    """Six digits, as people copy them from a mail."""
    return new_digits(6)


class MailCodes:
    """The codes of one tenant's mail addresses."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def put(
        self,
        email: str,
        purpose: Purpose,
        code: str,
        now: datetime,
        lifetime: timedelta = CODE_LIFETIME,
    ) -> Write:
        """I7: the write that makes `code` the valid one of an address and purpose."""
        return put(
            self._keys.mail_code(mail_hash(email), purpose),
            {
                "type": "mail_code",
                "code_hash": self._hash(email, purpose, code),
                "attempts": 0,
            },
            expires=now + lifetime,
        )

    def check(self, email: str, purpose: Purpose, code: str) -> None:
        """I7: raises InvalidCode unless the code is right; five wrong ones use it up.

        A right but spent code passes: only the write that spends it can know whether it was this
        request's own earlier attempt that did.
        """
        key = self._keys.mail_code(mail_hash(email), purpose)
        held = self._table.get(key, consistent=True)
        if held is None:
            raise InvalidCode
        try:
            item = self._table.write(
                update(
                    key,
                    adds={"attempts": 1},
                    only_if=Attr("attempts").lt(_ATTEMPTS) & Attr("spent").not_exists(),
                    refusal=InvalidCode(),
                )
            )
        except InvalidCode:
            if "spent" not in held:
                raise
            item = held
        if not item or item["code_hash"] != self._hash(email, purpose, code):
            raise InvalidCode

    def spend(self, email: str, purpose: Purpose, code: str) -> Write:
        """I7: use a code up. It stays until it expires, marked, so that a repeated attempt finds
        that it did this itself.
        """
        unspent = Attr("code_hash").eq(self._hash(email, purpose, code))
        return update(
            self._keys.mail_code(mail_hash(email), purpose),
            sets={"spent": True},
            only_if=unspent & Attr("spent").not_exists(),
            refusal=InvalidCode(),
        )

    def _hash(self, email: str, purpose: Purpose, code: str) -> str:
        """What is stored of a code: bound to tenant, address and purpose."""
        return fingerprint("mail code", str(self._tenant), email, purpose, code.strip())


def code_mail(
    tenant: ClientId, template: str, to: str, name: str, code: str, now: datetime, **more: str
) -> Write:
    """The outbox message that mails a code."""
    content = {"template": template, "to": to, "name": name, "code": code, **more}
    return message(tenant, Work.MAIL, content, now)


def no_mail(tenant: ClientId, now: datetime) -> Write:
    """A message that no worker takes: asking for a code of an unknown address costs the same."""
    return message(tenant, Work.NONE, {}, now)
