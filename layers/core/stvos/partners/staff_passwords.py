"""How staff set their first and every further password: by a code that is mailed to them."""

from datetime import datetime, timedelta
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCode
from stvos.identity import passwords
from stvos.identity.limits import Limit, Limiter
from stvos.identity.mail_codes import MailCodes, Purpose, new_mail_code, no_mail
from stvos.identity.password_changes import reset_password
from stvos.identity.requests import ResetPasswordBody
from stvos.partners.invitations import code_to_set_a_password
from stvos.partners.models import Staff
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_kind import STAFF
from stvos.partners.staff_repository import NOBODY, find_staff

_HOUR = timedelta(hours=1)
ASKS = Limit("staff_forgot", 5, _HOUR)
RESETS = Limit("staff_reset", 10, _HOUR)


class StaffPasswords:
    """Setting a password without being signed in."""

    def __init__(self, table: Table, now: Clock = utc_now) -> None:
        self._table = table
        self._limiter = Limiter(table, None, now)
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def ask_for_code(self, email: str) -> None:
        """Mail a code to set a password with. For an unknown address the same is done, but for
        the mail, so that neither answer nor duration reveals it.
        """
        self._limiter.charge(ASKS, email)
        staff, now = find_staff(self._table, email), self._now()
        tenant, partner_id = _employer(staff)
        partner = PartnerRepository(self._table, tenant).find(partner_id)
        if staff and partner:
            writes = code_to_set_a_password(self._table, partner, staff, "staff_reset_code", now)
            return self._table.transact(*writes)
        codes, code = MailCodes(self._table, NOBODY), new_mail_code()
        return self._table.transact(
            codes.put(email, Purpose.STAFF, code, now), no_mail(NOBODY, now)
        )

    def reset(self, body: ResetPasswordBody) -> None:
        """Set a password for a mailed code; the first one is set the same way.

        Raises InvalidCode for a wrong, used or expired code and for an unknown address alike.
        """
        passwords.require_strong(body.new_password, email=body.email, path="body.newPassword")
        self._limiter.charge(RESETS, body.email)
        staff = find_staff(self._table, body.email)
        tenant, _ = _employer(staff)
        MailCodes(self._table, tenant).check(body.email, Purpose.STAFF, body.code)
        if staff is None:
            raise InvalidCode
        self._set(staff, body, self._now())

    def _set(self, staff: Staff, body: ResetPasswordBody, now: datetime) -> None:
        reset_password(
            self._table,
            STAFF,
            staff,
            purpose=Purpose.STAFF,
            code=body.code,
            new=body.new_password,
            now=now,
        )


def _employer(staff: Staff | None) -> tuple[ClientId, int]:
    """The client and partner that a staff member works for; an unknown address has neither."""
    return (ClientId(staff.client_id), staff.partner_id) if staff else (NOBODY, NOBODY)
