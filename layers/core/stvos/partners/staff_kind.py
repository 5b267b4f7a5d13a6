"""Partners' staff as people who sign in."""

from datetime import timedelta

from stvos.identity.guess_guard import GuessLimits
from stvos.identity.limits import Limit
from stvos.identity.people import PersonKind, Standing
from stvos.partners.models import Staff
from stvos.partners.staff_repository import StaffRepository

_QUARTER = timedelta(minutes=15)
LOGIN_BY_PAIR = Limit("staff_login", 10, _QUARTER)
LOGIN_BY_ADDRESS = Limit("staff_login_from", 100, _QUARTER)
LOGIN_BY_ACCOUNT = Limit("staff_login_at", 100, timedelta(hours=1))


def _standing(staff: Staff) -> Standing:
    return Standing(staff.role, staff.partner_id)


STAFF = PersonKind[Staff](
    audience="partner",
    logins=GuessLimits(LOGIN_BY_PAIR, LOGIN_BY_ADDRESS, LOGIN_BY_ACCOUNT),
    password_changes=Limit("staff_password", 10, _QUARTER),
    people=StaffRepository,
    standing=_standing,
)
