"""Whether a staff member behind a partner token is still one: asked at every portal request."""

from stvos.errors import InvalidToken
from stvos.partners.models import Staff
from stvos.partners.repository import StaffRepository
from stvos.principal import Principal
from stvos.table import Table


def live_staff(table: Table, principal: Principal) -> Staff:
    """The caller as staff, read consistently; raises InvalidToken once removed or signed out.

    The role comes from here and not from the token, so that a change of role works at once.
    """
    staff = StaffRepository(table, principal.client).get(principal.staff)
    if (
        staff is None
        or staff.partner_id != principal.partner_id
        or principal.issued_ms < staff.tokens_valid_from
        or str(principal.family_id) in staff.ended_families
    ):
        raise InvalidToken
    return staff
