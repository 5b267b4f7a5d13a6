"""Invitations of staff: a mail with the code by which a person sets the first password.

An invitation is found by address and code together, and claims nothing of the address: several
partners may have invited it, whoever they are, and none learns of another. The address becomes the
staff member's when they accept (`StaffRepository.accepting`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stvos.dynamodb.keys import NOBODY, ClientId, Directory, Key
from stvos.dynamodb.table import Attr, Table, Write, put, update
from stvos.errors import Conflict, InvalidCode
from stvos.identity.mail_codes import code_mail
from stvos.identity.secrets_store import keyed_hashes
from stvos.ids import new_code
from stvos.partners.models import Partner, Staff
from stvos.partners.staff_repository import StaffRepository
from stvos.typed_codes import read_code

INVITATION_LIFETIME = timedelta(days=7)
# It waits for days, so it is longer than the six digits of other mails.
CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class StaffInvitation:
    """An invitation whose code was typed. `spending`: the write that uses it up."""

    staff: Staff
    spending: Write


class StaffInvitations:
    """Invitations of every brand's partners: who accepts one has no key."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def inviting(self, partner: Partner, staff: Staff, now: datetime) -> tuple[Write, ...]:
        """W8: the writes that store an invitation and mail its code."""
        tenant, code = ClientId(staff.client_id), new_code(CODE_LENGTH)
        leads_to = {"type": "staff_invitation", "client_id": tenant, "staff_id": staff.id}
        expires = now + INVITATION_LIFETIME
        return (
            put(_places(staff.email, code)[0], leads_to, unless_exists=Conflict(), expires=expires),
            code_mail(
                tenant,
                "staff_invitation",
                staff.email,
                staff.name,
                code,
                now,
                partner=partner.name,
            ),
        )

    def find(self, email: str, code: str) -> StaffInvitation | None:
        """W8: the invitation of an address and a code, also a spent one: only the write that spends
        it can know whether it was this request's own earlier attempt that did.
        """
        for place in _places(email, code):
            item = self._table.find(place, consistent=True)
            tenant, staff_id = (item["client_id"], item["staff_id"]) if item else (NOBODY, NOBODY)
            staff = StaffRepository(self._table, ClientId(tenant)).find(staff_id)
            if staff:
                return StaffInvitation(staff, _spending(place))
        return None


def _places(email: str, code: str) -> list[Key]:
    """Where an invitation is stored: first under the current signing key, then under the one before
    it. Who reads the table alone cannot try codes.
    """
    hashes = keyed_hashes("invitation", email, read_code(code))
    return [Directory.staff_invitation(hashed) for hashed in hashes]


def _spending(place: Key) -> Write:
    # It stays until it expires, marked, so that a repeated attempt finds that it did this itself.
    return update(
        place,
        sets={"spent": True},
        only_if=Attr("staff_id").exists() & Attr("spent").not_exists(),
        refusal=InvalidCode(),
    )
