"""DynamoDB access pattern I7 of docs/data-model.md: codes that a mail carries.

A code is stored by address and not by account, so that asking for one costs the same whether an
account exists. It is not stored itself: it follows from a random seed in the item and the signing
key, which is not in the table. So a request that comes while a code lives mails the same code
again and voids none.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stvos.clock import epoch
from stvos.dynamodb.conditions import Condition
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Item, Table, Write, put, update
from stvos.errors import Conflict, InvalidCode
from stvos.identity.secrets_store import signing_keys
from stvos.ids import fingerprint, new_token
from stvos.typed_codes import read_code

CODE_LIFETIME = timedelta(minutes=30)
_CODE_LENGTH = 6
# A code that was mailed so lately is not mailed again to whom anyone may ask for one: the owner has
# it from the mail before.
MAILED_EVERY = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a code is for; the last part of its key."""

    VERIFY = "verify"
    RESET = "reset"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A live code, the write that stores or prolongs it, and whether it was not mailed lately."""

    code: str
    write: Write
    is_mailed: bool


def mail_hash(email: str) -> str:
    """How an address is spelled in keys: addresses cannot be read off a key."""
    return fingerprint("mail", email)


class MailCodes:
    """The codes of one tenant's mail addresses."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def new(self, email: str, purpose: Purpose, now: datetime) -> IssuedCode:
        """I7: a code of an address that can have none yet; any before it is void."""
        return self._new(email, purpose, now, new_token(16))

    def _new(
        self,
        email: str,
        purpose: Purpose,
        now: datetime,
        seed: str,
        only_if: Condition | None = None,
    ) -> IssuedCode:
        key = signing_keys().current()
        write = put(
            self._keys.mail_code(mail_hash(email), purpose),
            {
                "type": "mail_code",
                "seed": seed,
                "key_id": key.id,
                "mailed_epoch": epoch(now),
            },
            only_if=only_if,
            refusal=Conflict(),
            expires=now + CODE_LIFETIME,
        )
        return IssuedCode(self._derived(email, purpose, seed, key.secret), write, is_mailed=True)

    def issue(self, email: str, purpose: Purpose, now: datetime) -> IssuedCode:
        """I7: the live code of an address, else a new one. Its write raises Conflict when another
        request issued one meanwhile: then ask again.
        """
        # Drawn in any case: a repeated request, which finds the code that it made before, must
        # go on with the same random numbers.
        seed = new_token(16)
        place = self._keys.mail_code(mail_hash(email), purpose)
        held = self._table.find(place, consistent=True)
        key = signing_keys().find(held["key_id"]) if held and "spent" not in held else None
        if held is None or key is None:
            return self._new(email, purpose, now, seed, only_if=_unchanged(held, now))
        waited = epoch(now) - held["mailed_epoch"] >= MAILED_EVERY.total_seconds()
        # This very request may have issued and mailed it when it came before, at this very time.
        is_mailed = waited or (is_own(held["writer"]) and held["mailed_epoch"] == epoch(now))
        write = update(
            place,
            sets={"mailed_epoch": epoch(now) if is_mailed else held["mailed_epoch"]},
            only_if=Attr("seed").eq(held["seed"]) & Attr("spent").not_exists(),
            refusal=Conflict(),
            expires=now + CODE_LIFETIME if is_mailed else None,
        )
        return IssuedCode(self._derived(email, purpose, held["seed"], key.secret), write, is_mailed)

    def is_right(self, email: str, purpose: Purpose, code: str) -> bool:
        """I7: whether this is the address's code. The caller counts guesses.

        A right but spent code is right: only the write that spends it can know whether it was this
        request's own earlier attempt that did.
        """
        held = self._table.find(self._keys.mail_code(mail_hash(email), purpose), consistent=True)
        key = signing_keys().find(held["key_id"]) if held else None
        if held is None or key is None:
            return False
        right = self._derived(email, purpose, held["seed"], key.secret)
        return hmac.compare_digest(read_code(right), read_code(code))

    def spend(self, email: str, purpose: Purpose) -> Write:
        """I7: use the code up that was found right. It stays until it expires, marked, so that a
        repeated attempt finds that it did this itself.
        """
        return update(
            self._keys.mail_code(mail_hash(email), purpose),
            sets={"spent": True},
            only_if=Attr("seed").exists() & Attr("spent").not_exists(),
            refusal=InvalidCode(),
        )

    def _derived(self, email: str, purpose: Purpose, seed: str, secret: str) -> str:
        """The code of a seed: bound to tenant, address and purpose."""
        content = "\x1f".join(("mail code", str(self._tenant), email, purpose, seed)).encode()
        number = int.from_bytes(hmac.new(secret.encode(), content, hashlib.sha256).digest())
        return str(number % 10**_CODE_LENGTH).zfill(_CODE_LENGTH)


def _unchanged(held: Item | None, now: datetime) -> Condition:
    """That no other request has issued a code since this was read."""
    if held is None:
        return Attr("pk").not_exists() | Attr("expires").lte(epoch(now))
    return Attr("seed").eq(held["seed"])


def code_mail(
    tenant: ClientId, template: str, to: str, name: str, code: str, now: datetime, **more: str
) -> Write:
    """The outbox message that mails a code."""
    content = {"template": template, "to": to, "name": name, "code": code, **more}
    return message(tenant, Work.MAIL, content, now)


def no_mail(tenant: ClientId, now: datetime) -> Write:
    """A message that no worker takes: asking for a code of an unknown address costs the same."""
    return message(tenant, Work.NONE, {}, now)
