"""Rules of signing in to the partner portal, and of who is on a partner's staff."""

from datetime import datetime, timedelta
from typing import Self

from stvos.accounts.answers import TokensAnswer
from stvos.accounts.models import ResetPasswordBody
from stvos.accounts.repository import CODE_LIFETIME, AccountRepository
from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.outbox import Work, message
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidCode, InvalidCredentials, InvalidToken, TokenReused
from stvos.identity import passwords, tokens
from stvos.identity.families import RefreshToken, start_family
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import new_mail_code
from stvos.identity.refreshing import exchange
from stvos.ids import fingerprint
from stvos.partners.models import Partner, Staff, StaffSignedIn
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_repository import NOBODY, StaffRepository, find_staff

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
LOGIN_BY_ACCOUNT = Limit("staff_login", 10, _QUARTER)
LOGIN_BY_ADDRESS = Limit("staff_login_from", 100, _QUARTER)
ASKS = Limit("staff_forgot", 5, _HOUR)
INVITATION_LIFETIME = timedelta(days=7)
RESETS = Limit("staff_reset", 10, _HOUR)


def staff_code_hash(tenant: ClientId, email: str, code: str) -> str:
    return fingerprint("staff code", str(tenant), email, code.strip())


def invitation(
    table: Table, partner: Partner, staff: Staff, template: str, now: datetime
) -> tuple[Write, ...]:
    """The writes that mail a staff member a code to set a password with."""
    tenant, code = ClientId(staff.client_id), new_mail_code()
    # An invitation lies in a mailbox over a weekend; a code that was asked for is awaited.
    lifetime = INVITATION_LIFETIME if template == "staff_invitation" else CODE_LIFETIME
    content = {
        "template": template,
        "to": staff.email,
        "name": staff.name,
        "code": code,
        "partner": partner.name,
    }
    hashed = staff_code_hash(tenant, staff.email, code)
    return (
        StaffRepository(table, tenant).code(staff.email, hashed, now + lifetime),
        message(tenant, Work.MAIL, content, now),
    )


def _no_invitation(table: Table, email: str, now: datetime) -> tuple[Write, ...]:
    """As many writes for an address that nobody signs in with, and no mail."""
    hashed = staff_code_hash(NOBODY, email, new_mail_code())
    return (
        StaffRepository(table, NOBODY).code(email, hashed, now + CODE_LIFETIME),
        message(NOBODY, Work.NONE, {}, now),
    )


class StaffSignIn:
    """Signing in to the portal: no key, the mail address finds partner and brand."""

    def __init__(self, table: Table, address: str, now: Clock = utc_now) -> None:
        self._table = table
        self._address = address
        self._limiter = Limiter(table, None, now)
        self._now = now

    @classmethod
    def of(cls, address: str) -> Self:
        return cls(Table.of_stack(), address)

    def login(self, email: str, password: str, user_agent: str) -> StaffSignedIn:
        """Sign in with a password; guesses are limited as members' are."""
        self._limiter.require_open(LOGIN_BY_ADDRESS, self._address)
        charge = self._limiter.charge(LOGIN_BY_ACCOUNT, email)
        staff = find_staff(self._table, email)
        if not passwords.matches(password, staff.password_hash if staff else None):
            self._limiter.charge(LOGIN_BY_ADDRESS, self._address)
            raise InvalidCredentials
        assert staff is not None
        family, token = start_family(
            ClientId(staff.client_id),
            UserId(staff.id),
            user_agent,
            self._now(),
            staff.tokens_valid_from,
        )
        StaffRepository(self._table, ClientId(staff.client_id)).sign_in(staff, family)
        if charge.count > LOGIN_BY_ACCOUNT.attempts // 2:
            self._table.write(charge.reset)
        return self._signed_in(staff, token)

    def refresh(self, text: str) -> StaffSignedIn:
        """Exchange a refresh token, by the members' rules."""
        token = RefreshToken.parse(text)
        repository = StaffRepository(self._table, token.client)
        staff = repository.get(token.user)
        if staff is None:
            raise InvalidToken
        now = self._now()
        try:
            successor = exchange(repository, token, staff.tokens_valid_from, now)
        except TokenReused:
            repository.end_families(staff, [token.family], now)
            raise
        return self._signed_in(staff, successor)

    def ask_for_code(self, email: str) -> None:
        """Mail a code to set a password with. For an unknown address the same is done, but for
        the mail, so that neither answer nor duration tells.
        """
        self._limiter.charge(ASKS, email)
        staff, now = find_staff(self._table, email), self._now()
        tenant, partner_id = _whose(staff)
        partner = PartnerRepository(self._table, tenant).get(partner_id)
        if staff and partner:
            writes = invitation(self._table, partner, staff, "staff_reset_code", now)
        else:
            writes = _no_invitation(self._table, email, now)
        self._table.transact(*writes)

    def reset(self, wish: ResetPasswordBody) -> None:
        """Set a password for a mailed code; the first one is set the same way.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike.
        """
        passwords.require_strong(wish.new_password, email=wish.email, path="body.newPassword")
        self._limiter.charge(RESETS, wish.email)
        staff = find_staff(self._table, wish.email)
        tenant, _ = _whose(staff)
        hashed = staff_code_hash(tenant, wish.email, wish.code)
        AccountRepository(self._table, tenant).check_code(wish.email, "staff", hashed)
        if staff is None:
            raise InvalidCode
        StaffRepository(self._table, tenant).set_password(
            staff, passwords.hash_password(wish.new_password), hashed, self._now()
        )

    def _signed_in(self, staff: Staff, token: RefreshToken) -> StaffSignedIn:
        access = tokens.issue(
            "partner",
            client_id=staff.client_id,
            subject=staff.id,
            role=staff.role,
            family_id=token.family,
            valid_from=staff.tokens_valid_from,
            partner_id=staff.partner_id,
        )
        return StaffSignedIn(
            staff,
            *whereabouts(self._table, staff),
            TokensAnswer(
                access_token=access,
                refresh_token=str(token),
                expires_in=int(ACCESS_LIFETIME.total_seconds()),
            ),
        )


def _whose(staff: Staff | None) -> tuple[ClientId, int]:
    """The client and partner that a staff member works for; nobody works for nobody."""
    return (ClientId(staff.client_id), staff.partner_id) if staff else (NOBODY, NOBODY)


def whereabouts(table: Table, staff: Staff) -> tuple[Partner, Client]:
    """The partner and the brand a staff member works for."""
    tenant = ClientId(staff.client_id)
    return (
        PartnerRepository(table, tenant).require(staff.partner_id),
        ClientRepository(table).require(tenant),
    )
