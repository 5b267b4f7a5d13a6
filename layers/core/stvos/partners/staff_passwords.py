"""How staff set their first and every further password: by a code that is mailed to them."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import NOBODY, ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, InvalidCode
from stvos.identity import passwords
from stvos.identity.guess_guard import GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import MailCodes, Purpose, code_mail, no_mail
from stvos.identity.password_changes import reset_password
from stvos.identity.requests import ResetPasswordBody
from stvos.partners.invitations import StaffInvitations
from stvos.partners.models import Staff
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_kind import STAFF
from stvos.partners.staff_repository import StaffRepository, find_staff

_HOUR = timedelta(hours=1)
ASKS_BY_PAIR = Limit("staff_forgot", 5, _HOUR)
ASKS_BY_ADDRESS = Limit("staff_forgot_from", 100, _HOUR)
# No key names the client here: of all clients together.
ASKS_SHARD = Limit("staff_forgot_at", 5_000, _HOUR)
RESETS = GuessLimits(
    by_pair=Limit("staff_reset", 5, _HOUR),
    by_address=Limit("staff_reset_from", 100, _HOUR),
    by_subject=Limit("staff_reset_at", 30, _HOUR),
)


class StaffPasswords:
    """Setting a password without being signed in."""

    def __init__(self, table: Table, address: str, now: Clock = utc_now) -> None:
        self._table = table
        self._address = address
        self._limiter = Limiter(table, None, now)
        self._now = now

    @classmethod
    def of(cls, address: str) -> Self:
        return cls(Table.of_stack(), address)

    def ask_for_code(self, email: str) -> None:
        """Mail a code to set a password with, unless one was mailed within minutes. For an unknown
        address the same is done, but for the mail, so that neither answer nor duration reveals it.
        """
        self._limiter.charge(ASKS_BY_ADDRESS, self._address)
        self._limiter.charge_together(ASKS_SHARD, self._address)
        self._limiter.charge(ASKS_BY_PAIR, f"{email} {self._address}")
        staff, now = find_staff(self._table, email), self._now()
        tenant, partner_id = _employer(staff)
        partner = PartnerRepository(self._table, tenant).find(partner_id)
        issued = MailCodes(self._table, tenant).issue(email, Purpose.STAFF, now)
        with suppress(Conflict):  # Another request has just mailed one.
            self._table.transact(
                issued.write,
                code_mail(
                    tenant,
                    "staff_reset_code",
                    email,
                    staff.name,
                    issued.code,
                    now,
                    partner=partner.name,
                )
                if staff and partner and issued.is_mailed
                else no_mail(tenant, now),
            )

    def reset(self, body: ResetPasswordBody) -> None:
        """Set a password for a mailed code; the first one is set the same way, which accepts the
        invitation.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike, and
        UserExists for an invitation of who has accepted another partner's.
        """
        passwords.require_strong(body.new_password, email=body.email, path="body.newPassword")
        guard = GuessGuard(self._table, self._limiter, RESETS, self._address)
        staff, *together = guard.require(
            partial(self._with_code, body.email, body.code),
            InvalidCode(),
            subject=body.email,
            is_known=partial(self._is_known, body.email),
        )
        reset_password(self._table, STAFF, staff, *together, new=body.new_password, now=self._now())

    def _with_code(self, email: str, code: str) -> tuple[Staff, *tuple[Write, ...]] | None:
        """The staff member whose code this is, and the writes that go with using it. Both kinds of
        codes are looked at in any case, so that the duration reveals nothing.
        """
        staff = find_staff(self._table, email)
        codes = MailCodes(self._table, _employer(staff)[0])
        is_right = codes.is_right(email, Purpose.STAFF, code)
        invitation = StaffInvitations(self._table).find(email, code)
        if is_right and staff:
            return staff, codes.spend(email, Purpose.STAFF)
        if invitation is None:
            return None
        invited = invitation.staff
        employees = StaffRepository(self._table, ClientId(invited.client_id))
        return invited, invitation.spending, employees.accepting(invited)

    def _is_known(self, email: str) -> bool:
        staff = find_staff(self._table, email)
        employees = StaffRepository(self._table, _employer(staff)[0])
        sign_ins = employees.sign_ins(staff.id if staff else NOBODY)
        return sign_ins.has_come_from(staff, self._address, self._now())


def _employer(staff: Staff | None) -> tuple[ClientId, int]:
    """The client and partner that a staff member works for; an unknown address has neither."""
    return (ClientId(staff.client_id), staff.partner_id) if staff else (NOBODY, NOBODY)
