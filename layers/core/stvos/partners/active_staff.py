"""Checks at every portal request that the token's staff member is still active."""

from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.identity.active_sign_in import require_active
from stvos.identity.principal import Principal
from stvos.partners.models import Staff
from stvos.partners.staff_repository import StaffRepository


def require_active_staff(table: Table, principal: Principal, earlier: str | None = None) -> Staff:
    """The calling staff member, read consistently. Raises InvalidToken once removed or signed out.

    The role comes from here and not from the token, so that a change of role works immediately.
    `earlier`: see `require_active`.
    """
    store = StaffRepository(table, principal.client).sign_ins(principal.staff)
    staff = require_active(store, Staff.of_item, principal, earlier)
    if staff.partner_id != principal.partner_id:
        raise InvalidToken
    return staff
