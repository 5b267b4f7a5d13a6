"""DynamoDB access patterns A1 to A13 of docs/data-model.md: accounts, families, mail codes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from stvos.accounts.models import Account, Family
from stvos.clients import gate
from stvos.clock import epoch, epoch_ms
from stvos.dynamodb.keys import ClientId, Directory, Keys, UserId
from stvos.dynamodb.table import Attr, Table, Write, check, delete, put, update
from stvos.errors import Conflict, InvalidCode, InvalidCredentials, InvalidToken, UserExists
from stvos.identity import sign_outs
from stvos.identity.families import REFRESH_LIFETIME
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.ids import fingerprint

CODE_LIFETIME = timedelta(minutes=30)
_CODE_ATTEMPTS = 5
# A transaction takes 100 writes.
_ENDED_AT_ONCE = 50
# A token issued while its family is ended may be a little younger than the mark says.
_CLOCKS_APART = timedelta(minutes=1)


def mail_hash(email: str) -> str:
    """How an address is spelled in keys: nobody reads addresses off a key."""
    return fingerprint("mail", email)


def clients_with_mail(table: Table, email: str) -> list[ClientId]:
    """A2: the clients in which a mail address has an account, for the universal key."""
    span = Directory.mails(mail_hash(email))
    return [ClientId(item["client_id"]) for item in table.query(span, limit=20).items]


class AccountRepository:
    """One client's accounts. The tenant is fixed here, so no read can leave it."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    # ------------------------------------------------------------ accounts

    def get(self, user: UserId) -> Account | None:
        """A1: an account that is not erased."""
        item = self._table.get(self._keys.user(user), consistent=True)
        account = Account.of_item(item) if item else None
        return account if account and account.erased_at is None else None

    def find(self, email: str) -> Account | None:
        """A3: the account of a mail address: the address's item, then the account."""
        item = self._table.get(self._keys.mail(mail_hash(email)), consistent=True)
        return self.get(UserId(item["user_id"])) if item else None

    def add(self, account: Account, family: Family, *more: Write) -> None:
        """A4: store an account, take its address and sign it in, all or nothing."""
        hashed = mail_hash(account.email)
        owner = {"type": "mail", "user_id": account.id, "client_id": self._tenant}
        user = UserId(account.id)
        self._table.transact(
            put(self._keys.mail(hashed), owner, unless_exists=UserExists()),
            put(Directory.mail(hashed, self._tenant), owner, unless_exists=UserExists()),
            put(
                self._keys.user(user),
                account.to_item() | {"type": "account"},
                unless_exists=Conflict(),
                index=self._keys.user_in_list(user),
            ),
            self._family(family),
            *more,
            gate.join(self._tenant, user),
        )

    def change(
        self,
        user: UserId,
        *,
        sets: dict[str, Any],
        removes: Iterable[str] = (),
        together: Sequence[Write] = (),
    ) -> Account:
        """A5: change attributes of a living account, `together` with other writes or not at all."""
        change = update(
            self._keys.user(user),
            sets=sets,
            removes=removes,
            only_if=Attr("pk").exists() & Attr("erased_at").not_exists(),
            refusal=InvalidToken(),
        )
        if not together:
            return Account.of_item(self._table.write(change) or {})
        self._table.transact(change, *together)
        account = self.get(user)
        if account is None:
            raise InvalidToken
        return account

    def reset_password(
        self, account: Account, password_hash: str, code_hash: str, now: datetime
    ) -> None:
        """A6: spend a reset code and set the password; every older token and family dies."""
        hashed = mail_hash(account.email)
        self._table.transact(
            self.spend(hashed, "reset", code_hash),
            update(
                self._keys.user(UserId(account.id)),
                sets={
                    "password_hash": password_hash,
                    "tokens_valid_from": max(epoch_ms(now), account.tokens_valid_from + 1),
                    "email_verified": True,
                },
                only_if=Attr("pk").exists() & Attr("erased_at").not_exists(),
                refusal=InvalidCode(),
            ),
        )

    # ------------------------------------------------------------ families

    def sign_in(self, account: Account, family: Family) -> None:
        """A7: store a new refresh family, unless the account was erased or its password changed
        since it was read: no sign-in with the old one may outlive the change.
        """
        self._table.transact(
            self._family(family),
            check(
                self._keys.user(UserId(account.id)),
                Attr("password_hash").eq(account.password_hash) & Attr("erased_at").not_exists(),
                InvalidCredentials(),
            ),
        )

    def family(self, user: UserId, family_id: int) -> Family | None:
        """A8: one refresh family."""
        item = self._table.get(self._keys.family(user, family_id), consistent=True)
        return Family.of_item(item) if item else None

    def families(self, account: Account) -> list[Family]:
        """A9: the living families of an account, newest first."""
        span = self._keys.families(UserId(account.id))
        found = [Family.of_item(item) for item in self._table.all(span, consistent=True)]
        living = [f for f in found if f.valid_from >= account.tokens_valid_from]
        return sorted(living, key=lambda family: family.id, reverse=True)

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool:
        """A10: make the current token the previous one; False when another call just did."""
        lost = Conflict()
        try:
            self._table.write(
                update(
                    self._keys.family(UserId(family.user_id), family.id),
                    sets={
                        "previous_hash": family.current_hash,
                        "current_hash": next_hash,
                        "rotated_at": now.isoformat(),
                    },
                    only_if=Attr("current_hash").eq(family.current_hash),
                    refusal=lost,
                    expires=now + REFRESH_LIFETIME,
                )
            )
        except Conflict:
            return False
        return True

    def end_families(
        self,
        account: Account,
        family_ids: Iterable[int],
        now: datetime,
        sets: dict[str, Any] | None = None,
        *more: Write,
    ) -> None:
        """A11: end sign-ins; their access tokens die with them. `sets` changes the account in the
        same transaction as the first fifty, which are all that people have; `more` goes with it.
        """
        ended = list(family_ids)
        for start in range(0, len(ended) or 1, _ENDED_AT_ONCE):
            self._end(account, ended[start : start + _ENDED_AT_ONCE], now, sets or {}, *more)
            more = ()

    def _end(
        self,
        account: Account,
        ended: Sequence[int],
        now: datetime,
        sets: dict[str, Any],
        *more: Write,
    ) -> None:
        user = UserId(account.id)
        gone = [f for f, until in account.ended_families.items() if until <= epoch(now)]
        until = epoch(now + ACCESS_LIFETIME + _CLOCKS_APART)
        marks = {f"ended_families.{family_id}": until for family_id in ended}
        self._table.transact(
            update(
                self._keys.user(user),
                sets=marks | sets,
                removes=[f"ended_families.{f}" for f in gone if int(f) not in ended],
                only_if=Attr("pk").exists(),
                refusal=InvalidToken(),
            ),
            *(delete(self._keys.family(user, family_id)) for family_id in ended),
            *more,
        )

    def sign_out(self, user: UserId, family_id: int, now: datetime) -> Write:
        """A13: the write that says which request ended the sign-in that it came with."""
        until = now + ACCESS_LIFETIME + _CLOCKS_APART
        return sign_outs.mark(self._keys.sign_out(user, family_id), until)

    def _family(self, family: Family) -> Write:
        return put(
            self._keys.family(UserId(family.user_id), family.id),
            family.to_item() | {"type": "family"},
            unless_exists=Conflict(),
            expires=family.created_at + REFRESH_LIFETIME,
        )

    # ------------------------------------------------------------ mail codes

    def code(self, email: str, purpose: str, code_hash: str, now: datetime) -> Write:
        """A12: the write that makes `code_hash` the valid code of an address and purpose."""
        return put(
            self._keys.mail_code(mail_hash(email), purpose),
            {"type": "mail_code", "code_hash": code_hash, "attempts": 0},
            expires=now + CODE_LIFETIME,
        )

    def ask_for_code(
        self, email: str, purpose: str, code_hash: str, now: datetime, *more: Write
    ) -> None:
        """A12: make a code and hand its mail to the outbox, both or neither."""
        self._table.transact(self.code(email, purpose, code_hash, now), *more)

    def check_code(self, email: str, purpose: str, code_hash: str) -> None:
        """A12: raises InvalidCode unless the code is right; five wrong ones use it up.

        A right but spent code passes: only the write that spends it can tell whether it was this
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
                    only_if=Attr("attempts").lt(_CODE_ATTEMPTS) & Attr("spent").not_exists(),
                    refusal=InvalidCode(),
                )
            )
        except InvalidCode:
            if "spent" not in held:
                raise
            item = held
        if not item or item["code_hash"] != code_hash:
            raise InvalidCode

    def spend(self, hashed_mail: str, purpose: str, code_hash: str) -> Write:
        """A12: use a code up. It stays until it expires, marked, so that a repeated attempt finds
        that it did this itself.
        """
        return update(
            self._keys.mail_code(hashed_mail, purpose),
            sets={"spent": True},
            only_if=Attr("code_hash").eq(code_hash) & Attr("spent").not_exists(),
            refusal=InvalidCode(),
        )

    def verify_mail(self, account: Account, code_hash: str) -> Account:
        """A12: spend a verification code and mark the address as the member's."""
        self._table.transact(
            self.spend(mail_hash(account.email), "verify", code_hash),
            update(
                self._keys.user(UserId(account.id)),
                sets={"email_verified": True},
                only_if=Attr("pk").exists(),
                refusal=InvalidToken(),
            ),
        )
        return account.model_copy(update={"email_verified": True})
