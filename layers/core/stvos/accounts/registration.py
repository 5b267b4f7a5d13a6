"""Rules of signing up."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, Self

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account, AccountSettings, Profile, SignedInMember
from stvos.accounts.repository import AccountRepository
from stvos.accounts.requests import RegisterBody
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidCoach, InvalidSession, NoDefaultClient, VoucherRequired
from stvos.identity import passwords
from stvos.identity.families import start_family
from stvos.identity.mail_codes import MailCodes, Purpose, code_mail, new_mail_code
from stvos.identity.principal import Principal
from stvos.identity.sign_ins import tokens_of
from stvos.ids import new_id


class Admission(Protocol):
    """What a voucher opens: a client, on a partner's account."""

    @property
    def client(self) -> Client: ...

    @property
    def partner_id(self) -> int: ...

    def joining(self, table: Table, account: Account, now: datetime) -> tuple[Write, ...]:
        """The writes that spend the voucher and make the account one of the partner's members."""


class Registration:
    """Sign-up for a caller whose tenant may still be unknown.

    `admit`: what a voucher's code opens; it raises what a bad one is refused with.
    """

    def __init__(
        self,
        table: Table,
        principal: Principal,
        admit: Callable[[str], Admission],
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._principal = principal
        self._clients = ClientRepository(table)
        self._admit = admit
        self._now = now

    @classmethod
    def of(cls, principal: Principal, admit: Callable[[str], Admission]) -> Self:
        return cls(Table.of_stack(), principal, admit)

    def register(self, body: RegisterBody, user_agent: str) -> SignedInMember:
        """A new member, signed in, with a verification mail on its way."""
        passwords.require_strong(body.password, email=body.email)
        # With the universal key, the voucher also says which brand.
        admission = self._admit(body.voucher_code) if body.voucher_code else None
        client = admission.client if admission else self._own_client()
        self._require_codes(body, client)
        password_hash = passwords.hash_password(body.password)
        # Now, after hashing: a voucher may have expired meanwhile.
        tenant, now = ClientId(client.id), self._now()
        account = Account(
            id=new_id(),
            client_id=tenant,
            email=body.email,
            name=body.name or body.email.partition("@")[0],
            password_hash=password_hash,
            created_at=now,
            profile=_profile(body),
            settings=_settings(body, client),
            partner_id=admission.partner_id if admission else None,
        )
        family, token = start_family(account, user_agent, now)
        code, accounts = new_mail_code(), AccountRepository(self._table, tenant)
        accounts.add(
            account,
            accounts.sign_ins(account.id).add(family),
            MailCodes(self._table, tenant).put(account.email, Purpose.VERIFY, code, now),
            code_mail(tenant, "verify_code", account.email, account.name, code, now),
            *(admission.joining(self._table, account, now) if admission else ()),
        )
        shown = client if self._principal.universal else None
        return SignedInMember(account, tokens_of(MEMBERS, account, token), shown)

    def _own_client(self) -> Client:
        tenant = self._principal.tenant or self._clients.default_tenant()
        client = self._clients.get(tenant) if tenant else None
        if client is None:
            raise NoDefaultClient
        return client

    @staticmethod
    def _require_codes(body: RegisterBody, client: Client) -> None:
        if client.requires_voucher and not body.voucher_code:
            raise VoucherRequired
        if body.session_id:
            raise InvalidSession
        if body.coach_id is not None:
            raise InvalidCoach


def _profile(body: RegisterBody) -> Profile:
    sent = body.profile.model_dump(by_alias=False, exclude_none=True) if body.profile else {}
    return Profile.model_validate(sent)


def _settings(body: RegisterBody, client: Client) -> AccountSettings:
    sent = body.settings.model_dump(by_alias=False, exclude_none=True) if body.settings else {}
    return AccountSettings.model_validate({"timezone": client.timezone} | sent)
