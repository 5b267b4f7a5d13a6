"""Rules of signing up."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol, Self

from stvos import ids
from stvos.accounts.coaching import as_client, coached
from stvos.accounts.models import Account, AccountSettings, Profile, SignedInMember
from stvos.accounts.new_accounts import sign_up
from stvos.accounts.repository import AccountRepository
from stvos.accounts.requests import RegisterBody
from stvos.accounts.sign_up_budgets import SignUpBudgets
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table, Write, signed
from stvos.errors import (
    InvalidCoach,
    InvalidSession,
    InvalidVoucher,
    NoDefaultClient,
    NotFound,
    SessionChanged,
    UserExists,
    VoucherRequired,
)
from stvos.identity import passwords
from stvos.identity.principal import Principal

_TRIES = 5


class Admission(Protocol):
    """What a voucher opens: a client, on a partner's account."""

    @property
    def client(self) -> Client: ...

    @property
    def partner_id(self) -> int: ...

    def joining(self, table: Table, account: Account, now: datetime) -> tuple[Write, ...]:
        """The writes that spend the voucher and make the account one of the partner's members."""


class EarlierAnswers(Protocol):
    """What a newcomer answered before they sign up."""

    @property
    def name(self) -> str | None: ...

    @property
    def coach_id(self) -> int | None: ...

    @property
    def profile(self) -> Mapping[str, Any]: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    def joining(self, account: Account) -> tuple[Write, ...]:
        """The writes by which the account takes it over as it is, the only one that ever does; they
        raise SessionChanged.
        """


class Registration:
    """Sign-up for a caller whose tenant may still be unknown.

    `admit`: what a voucher's code opens; it raises InvalidVoucher for a bad one. `brand_of`: the
    brand of any voucher's code, whatever its state. `introduce`: what an onboarding session of a
    brand has; it raises InvalidSession for a bad one.
    """

    def __init__(
        self,
        table: Table,
        principal: Principal,
        admit: Callable[[str], Admission],
        brand_of: Callable[[str], ClientId],
        introduce: Callable[[ClientId, str], EarlierAnswers],
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._principal = principal
        self._clients = ClientRepository(table)
        self._budgets = SignUpBudgets(table, principal.address, now)
        self._admit = admit
        self._brand_of = brand_of
        self._introduce = introduce
        self._now = now

    @classmethod
    def of(
        cls,
        principal: Principal,
        admit: Callable[[str], Admission],
        brand_of: Callable[[str], ClientId],
        introduce: Callable[[ClientId, str], EarlierAnswers],
    ) -> Self:
        return cls(Table.of_stack(), principal, admit, brand_of, introduce)

    def register(self, body: RegisterBody, user_agent: str) -> SignedInMember:
        """A new member, signed in, with a verification mail on its way."""
        passwords.require_strong(body.password, email=body.email)
        self._budgets.charge(body.email)
        if not body.session_id:
            return self._signed_up(body, user_agent)
        # An answer may come in between reading the session and taking it over. Each try has the ids
        # and signatures of the others, so that a repeated request finds whichever succeeded.
        seed, signature = ids.random_bytes(32), ids.new_token(12)
        for _ in range(_TRIES):
            with ids.seeded(seed), signed(signature), suppress(SessionChanged):
                return self._signed_up(body, user_agent)
        raise SessionChanged

    def _signed_up(self, body: RegisterBody, user_agent: str) -> SignedInMember:
        # With the universal key, the voucher also says which brand.
        admission = self._admission(body.voucher_code, body.email) if body.voucher_code else None
        client = admission.client if admission else self._own_client()
        if client.requires_voucher and not body.voucher_code:
            raise VoucherRequired
        earlier = self._earlier_answers(body, ClientId(client.id)) if body.session_id else None
        self._require_coach(body.coach_id, client)
        if not admission:
            self._budgets.charge_without_voucher(ClientId(client.id))
        account = Account(
            id=ids.new_id(),
            client_id=client.id,
            email=body.email,
            name=body.name or (earlier and earlier.name) or body.email.partition("@")[0],
            password_hash=passwords.hash_password(body.password),
            # Now, after hashing: a voucher may have expired meanwhile.
            created_at=self._now(),
            profile=_profile(body, earlier),
            settings=_settings(body, client, earlier, self._now()),
            partner_id=admission.partner_id if admission else None,
            coach_id=body.coach_id or self._chosen_coach(earlier, client),
        )
        joining = admission.joining(self._table, account, account.created_at) if admission else ()
        return sign_up(
            self._table,
            self._budgets,
            account,
            client,
            user_agent,
            *joining,
            *(earlier.joining(account) if earlier else ()),
            *_coaching(account),
        )

    def _admission(self, code: str, email: str) -> Admission:
        """What the code opens. The address is looked at first: a sign-up that is sent again finds
        its account, not that its code is spent.

        That tells nothing about a code: a brand's own key hears of the account whatever the code,
        and the universal one, for which the code names the brand, hears it of a good code too.
        """
        tenant = self._principal.tenant
        if tenant:
            self._require_free(tenant, email)
        try:
            return self._admit(code)
        except InvalidVoucher:
            self._require_free(tenant or self._brand_of(code), email)
            raise

    def _require_free(self, tenant: ClientId, email: str) -> None:
        try:
            AccountRepository(self._table, tenant).require_free(email)
        except UserExists:
            self._budgets.charge_without_voucher(tenant)
            raise

    def _own_client(self) -> Client:
        tenant = self._principal.tenant or self._clients.find_default_tenant()
        client = self._clients.find(tenant) if tenant else None
        if client is None:
            raise NoDefaultClient
        return client

    def _earlier_answers(self, body: RegisterBody, tenant: ClientId) -> EarlierAnswers:
        """The session that is named. As with a voucher's code, a sign-up that is sent again finds
        its account, not that its session is used.
        """
        try:
            return self._introduce(tenant, body.session_id or "")
        except InvalidSession:
            self._require_free(tenant, body.email)
            raise

    def _chosen_coach(self, earlier: EarlierAnswers | None, client: Client) -> int | None:
        """The coach of the session, unless they have become unavailable since."""
        if earlier is None or earlier.coach_id is None:
            return None
        return earlier.coach_id if self._is_coach(earlier.coach_id, client) else None

    def _require_coach(self, coach_id: int | None, client: Client) -> None:
        if coach_id is not None and not self._is_coach(coach_id, client):
            raise InvalidCoach

    def _is_coach(self, coach_id: int, client: Client) -> bool:
        # Most register without a coach.
        from stvos.catalogue.repository import CatalogueRepository

        trainers = CatalogueRepository(self._table, ClientId(client.id))
        try:
            return trainers.require_trainer(coach_id).active
        except NotFound:
            return False


def _coaching(account: Account) -> tuple[Write, ...]:
    """The writes by which a member has a coach, who has them as a client."""
    if account.coach_id is None:
        return ()
    tenant, user = ClientId(account.client_id), UserId(account.id)
    return (
        as_client(tenant, account.coach_id, user, account.created_at),
        coached(tenant, account.coach_id, user),
    )


def _profile(body: RegisterBody, earlier: EarlierAnswers | None) -> Profile:
    """What is sent with the sign-up, over what was answered before."""
    sent = body.profile.model_dump(by_alias=False, exclude_none=True) if body.profile else {}
    return Profile.model_validate((dict(earlier.profile) if earlier else {}) | sent)


def _settings(
    body: RegisterBody, client: Client, earlier: EarlierAnswers | None, now: datetime
) -> AccountSettings:
    sent = body.settings.model_dump(by_alias=False, exclude_none=True) if body.settings else {}
    if "voice_consent" in sent:
        sent["voice_consent"]["given_at"] = now
    before = {"timezone": client.timezone} | (dict(earlier.settings) if earlier else {})
    return AccountSettings.model_validate(before | sent)
