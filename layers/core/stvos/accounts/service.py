"""Rules of signing up, signing in and staying signed in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from stvos.accounts.answers import TokensAnswer
from stvos.accounts.models import Account, AccountSettings, Family, Profile, RegisterBody
from stvos.accounts.repository import AccountRepository, clients_with_mail
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import (
    ClientAmbiguous,
    InvalidCoach,
    InvalidCredentials,
    InvalidSession,
    InvalidToken,
    InvalidVoucher,
    NoDefaultClient,
    TokenReused,
    VoucherRequired,
)
from stvos.identity import passwords, tokens
from stvos.identity.families import (
    RefreshToken,
    start_family,
)
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import code_hash, code_mail, new_mail_code
from stvos.identity.principal import Principal
from stvos.identity.refreshing import exchange
from stvos.ids import new_id

if TYPE_CHECKING:
    from stvos.partners.voucher_door import Admission

_QUARTER = timedelta(minutes=15)
LOGIN_BY_ACCOUNT = Limit("login", 10, _QUARTER)
# An office or a gym shares one address.
LOGIN_BY_ADDRESS = Limit("login_from", 100, _QUARTER)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh sign-in. `client` only where the caller could not know its brand."""

    account: Account
    tokens: TokensAnswer
    client: Client | None = None


def tokens_of(account: Account, family_id: int, refresh_token: RefreshToken) -> TokensAnswer:
    """The pair a member gets: an access token and the refresh token that renews it."""
    access = tokens.issue(
        "user",
        client_id=account.client_id,
        subject=account.id,
        role=account.role,
        family_id=family_id,
        valid_from=account.tokens_valid_from,
    )
    return TokensAnswer(
        access_token=access,
        refresh_token=str(refresh_token),
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
    )


class Accounts:
    """Sign-up, sign-in and refresh, for a caller whose tenant may still be unknown."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        self._clients = ClientRepository(table)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    # ------------------------------------------------------------ sign-up

    def register(self, wish: RegisterBody, user_agent: str) -> SignedIn:
        """A new member, signed in, with a verification mail on its way."""
        passwords.require_strong(wish.password, email=wish.email)
        admission = self._admit(wish)
        client = admission.client if admission else self._own_client()
        self._require_codes(wish, client)
        password_hash = passwords.hash_password(wish.password)
        # Now, after hashing: a voucher may have expired meanwhile.
        tenant, now = ClientId(client.id), self._now()
        account = Account(
            id=new_id(),
            client_id=tenant,
            email=wish.email,
            name=wish.name or wish.email.partition("@")[0],
            password_hash=password_hash,
            created_at=now,
            profile=_profile(wish),
            settings=_settings(wish, client),
            partner_id=admission.partner.id if admission else None,
        )
        family, token = start_family(
            tenant, UserId(account.id), user_agent, now, account.tokens_valid_from
        )
        code = new_mail_code()
        accounts = AccountRepository(self._table, tenant)
        accounts.add(
            account,
            family,
            accounts.code(
                account.email, "verify", code_hash(tenant, account.email, "verify", code), now
            ),
            code_mail(tenant, account, "verify", code, now),
            *(admission.joining(self._table, account, now) if admission else ()),
        )
        return self._signed_in(account, family, token, client)

    def _admit(self, wish: RegisterBody) -> "Admission | None":
        """What the voucher opens; with the universal key it also says which brand."""
        if not wish.voucher_code:
            return None
        from stvos.partners.voucher_door import VoucherDoor

        door = VoucherDoor(self._table, self._principal, self._now)
        return door.admit(wish.voucher_code, InvalidVoucher)

    def _own_client(self) -> Client:
        tenant = self._principal.tenant or self._clients.default_tenant()
        client = self._clients.get(tenant) if tenant else None
        if client is None:
            raise NoDefaultClient
        return client

    @staticmethod
    def _require_codes(wish: RegisterBody, client: Client) -> None:
        if client.requires_voucher and not wish.voucher_code:
            raise VoucherRequired
        if wish.session_id:
            raise InvalidSession
        if wish.coach_id is not None:
            raise InvalidCoach

    # ------------------------------------------------------------ sign-in

    def login(
        self, email: str, password: str, user_agent: str, chosen: int | None = None
    ) -> SignedIn:
        """Sign in with a password.

        An attempt is counted before the password is looked at and forgotten after a right one,
        so that parallel guesses are limited and a member who signs in often is not.
        """
        limiter = Limiter(self._table, self._principal.tenant, self._now)
        limiter.require_open(LOGIN_BY_ADDRESS, self._principal.address)
        charge = limiter.charge(LOGIN_BY_ACCOUNT, email)
        account = self._find(email, chosen)
        if not passwords.matches(password, account.password_hash if account else None):
            limiter.charge(LOGIN_BY_ADDRESS, self._principal.address)
            raise InvalidCredentials
        assert account is not None
        now = self._now()
        tenant = ClientId(account.client_id)
        family, token = start_family(
            tenant, UserId(account.id), user_agent, now, account.tokens_valid_from
        )
        accounts = AccountRepository(self._table, tenant)
        accounts.sign_in(account, family)
        if charge.count > LOGIN_BY_ACCOUNT.attempts // 2:
            # Not at every sign-in: the usual one costs two writes.
            self._table.write(charge.reset)
        return self._signed_in(account, family, token, self._client_to_show(tenant))

    def _find(self, email: str, chosen: int | None) -> Account | None:
        if self._principal.tenant is not None:
            return AccountRepository(self._table, self._principal.tenant).find(email)
        if chosen is not None:
            return AccountRepository(self._table, ClientId(chosen)).find(email)
        found = clients_with_mail(self._table, email)
        if len(found) > 1:
            clients = [self._clients.require(tenant) for tenant in found]
            raise ClientAmbiguous(
                extra={"clients": [{"id": c.id, "name": c.name} for c in clients]}
            )
        return AccountRepository(self._table, found[0]).find(email) if found else None

    def _client_to_show(self, tenant: ClientId) -> Client | None:
        return self._clients.get(tenant) if self._principal.universal else None

    def _signed_in(
        self, account: Account, family: Family, token: RefreshToken, client: Client | None
    ) -> SignedIn:
        shown = client if self._principal.universal else None
        return SignedIn(account, tokens_of(account, family.id, token), shown)

    # ------------------------------------------------------------ refresh

    def refresh(self, text: str) -> TokensAnswer:
        """Exchange a refresh token for its successor and a new access token; see `refreshing`."""
        token = RefreshToken.parse(text)
        if self._principal.tenant not in {None, token.client}:
            raise InvalidToken
        accounts = AccountRepository(self._table, token.client)
        account = accounts.get(token.user)
        if account is None:
            raise InvalidToken
        now = self._now()
        try:
            successor = exchange(accounts, token, account.tokens_valid_from, now)
        except TokenReused:
            accounts.end_families(account, [token.family], now)
            raise
        return tokens_of(account, token.family, successor)


def _profile(wish: RegisterBody) -> Profile:
    sent = wish.profile.model_dump(by_alias=False, exclude_none=True) if wish.profile else {}
    return Profile.model_validate(sent)


def _settings(wish: RegisterBody, client: Client) -> AccountSettings:
    sent = wish.settings.model_dump(by_alias=False, exclude_none=True) if wish.settings else {}
    return AccountSettings.model_validate({"timezone": client.timezone} | sent)
