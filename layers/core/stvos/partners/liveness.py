"""Whether a staff member behind a partner token is still one: asked at every portal request."""

from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.identity import sign_outs
from stvos.identity.principal import Principal
from stvos.partners.models import Staff
from stvos.partners.staff_repository import StaffRepository


def live_staff(table: Table, principal: Principal, earlier: str | None = None) -> Staff:
    """The caller as staff, read consistently; raises InvalidToken once removed or signed out.

    The role comes from here and not from the token, so that a change of role works at once.
    `earlier`: as for members (`stvos.accounts.liveness`).
    """
    staff = StaffRepository(table, principal.client).get(principal.staff)
    if staff is None or staff.partner_id != principal.partner_id:
        raise InvalidToken
    if (
        principal.issued_ms >= staff.tokens_valid_from
        and str(principal.family_id) not in staff.ended_families
    ):
        return staff
    place = Keys(principal.client).staff_sign_out(staff.id, principal.family_id or 0)
    if not earlier or not sign_outs.was_made_by(table, place, earlier):
        raise InvalidToken
    return staff
