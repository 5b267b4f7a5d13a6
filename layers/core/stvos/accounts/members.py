"""Members (and trainers, who are members with a role) as people who sign in."""

from datetime import timedelta

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.identity.guess_guard import GuessLimits
from stvos.identity.limits import Limit
from stvos.identity.people import PersonKind, Standing

_QUARTER = timedelta(minutes=15)
LOGIN_BY_PAIR = Limit("login", 10, _QUARTER)
# An office or a gym shares one address.
LOGIN_BY_ADDRESS = Limit("login_from", 100, _QUARTER)
LOGIN_BY_ACCOUNT = Limit("login_at", 100, timedelta(hours=1))
PASSWORD_CHANGES = Limit("password", 10, _QUARTER)


def _standing(account: Account) -> Standing:
    return Standing(account.role)


MEMBERS = PersonKind[Account](
    audience="user",
    logins=GuessLimits(LOGIN_BY_PAIR, LOGIN_BY_ADDRESS, LOGIN_BY_ACCOUNT),
    password_changes=PASSWORD_CHANGES,
    people=AccountRepository,
    standing=_standing,
)
