"""DynamoDB access patterns A1 to A8 of docs/data-model.md: accounts and their addresses."""

from collections.abc import Iterable, Sequence
from typing import Any

from stvos.accounts.models import Account, Role
from stvos.accounts.not_erased import NOT_ERASED
from stvos.clients import gate
from stvos.dynamodb.keys import NOBODY, ClientId, Directory, Keys, UserId
from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Attr, Table, Write, put, update
from stvos.errors import AlreadyMember, Conflict, InvalidToken, UserExists
from stvos.identity.mail_codes import MailCodes, Purpose, mail_hash
from stvos.identity.sign_in_store import SignInKeys, SignInStore


def homes_of_mail(table: Table, tenant: ClientId | None, email: str) -> list[ClientId]:
    """A2: the clients in which the account of an address is looked for: the caller's own, else,
    with the universal key, each that knows the address. None knows it: no brand's, so that as much
    is done as for a known one.
    """
    if tenant is not None:
        return [tenant]
    found = table.query(Directory.mails(mail_hash(email)), limit=20).items
    return [ClientId(item["client_id"]) for item in found] or [NOBODY]


class AccountRepository:
    """One client's accounts. The tenant is fixed here, so no read can leave it."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def find(self, person_id: int) -> Account | None:
        """A1: an account that is not erased."""
        item = self._table.find(self._keys.user(UserId(person_id)), consistent=True)
        account = Account.of_item(item) if item else None
        return account if account and account.erased_at is None else None

    def find_by_email(self, email: str) -> Account | None:
        """A3: the account of a mail address: the address's item, then the account. For an unknown
        address as much is read, so that the duration reveals nothing.
        """
        item = self._table.find(self._keys.mail(mail_hash(email)), consistent=True)
        return self.find(item["user_id"] if item else NOBODY)

    def require_free(self, email: str) -> None:
        """A3: raises UserExists for an address that has an account, unless this very request made
        it when it came before.
        """
        item = self._table.find(self._keys.mail(mail_hash(email)), consistent=True)
        if item is not None and not is_own(item["writer"]):
            raise UserExists

    def sign_ins(self, person_id: int) -> SignInStore:
        """I1 to I6: the sign-ins of one account."""
        user = UserId(person_id)
        keys = SignInKeys(
            person=self._keys.user(user),
            family=lambda family_id: self._keys.family(user, family_id),
            families=self._keys.families(user),
            item_type="family",
        )
        return SignInStore(self._table, keys)

    def add(self, account: Account, *more: Write) -> None:
        """A4: store an account and take its address, with `more`, all or nothing."""
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
            only_if=NOT_ERASED,
            refusal=InvalidToken(),
        )
        if not together:
            return Account.of_item(self._table.write(change) or {})
        self._table.transact(change, *together)
        account = self.find(user)
        if account is None:
            raise InvalidToken
        return account

    def join_partner(self, user: UserId, partner_id: int, *joining: Write) -> None:
        """A7: make a living account one of a partner's members, with the writes of its joining;
        raises AlreadyMember when it became one meanwhile.
        """
        self._table.transact(
            *joining,
            update(
                self._keys.user(user),
                sets={"partner_id": partner_id},
                only_if=NOT_ERASED & Attr("partner_id").not_exists(),
                refusal=AlreadyMember(),
            ),
        )

    def trainer_role(self, user: UserId, trainer_id: int, *, granted: bool) -> Write:
        """A8: let the account that is bound to a trainer act as them, or not any more."""
        role = Role.TRAINER if granted else Role.USER
        return update(
            self._keys.user(user),
            sets={"role": role.value},
            only_if=Attr("trainer_id").eq(trainer_id),
            refusal=Conflict("The trainer's account was changed meanwhile; try again."),
        )

    def trainer_released(self, user: UserId, trainer_id: int) -> Write:
        """A8: end that an account is bound to a trainer."""
        return update(
            self._keys.user(user),
            sets={"role": Role.USER.value},
            removes=["trainer_id"],
            only_if=Attr("trainer_id").eq(trainer_id),
            refusal=Conflict("The trainer's account was changed meanwhile; try again."),
        )

    def verify_mail(self, account: Account) -> Account:
        """A6: spend a verification code and mark the address as the member's."""
        self._table.transact(
            MailCodes(self._table, self._tenant).spend(account.email, Purpose.VERIFY),
            update(
                self._keys.user(UserId(account.id)),
                sets={"email_verified": True},
                only_if=Attr("pk").exists(),
                refusal=InvalidToken(),
            ),
        )
        return account.model_copy(update={"email_verified": True})
