"""Whether the account behind a token may still act: asked at every signed-in request.

The gateway caches an authorizer's yes, so deletion, sign-out and a password reset are seen here:
one consistent read of the account and its sign-in, of which most endpoints need the account.
"""

from stvos.accounts.models import Account, Role
from stvos.accounts.repository import AccountRepository
from stvos.dynamodb.table import Item, Table
from stvos.errors import Forbidden, InvalidToken
from stvos.identity.active_sign_in import require_standing
from stvos.identity.principal import Principal


def require_active_account(
    table: Table, principal: Principal, earlier: str | None = None
) -> Account:
    """The caller's account; raises InvalidToken when it is erased or signed out.

    `earlier`: see `require_active`.
    """
    store = AccountRepository(table, principal.client).sign_ins(principal.user)
    return require_active_items(
        *store.person_and_family(principal.family_id or 0), principal, earlier
    )


def require_active_items(
    person: Item | None, family: Item | None, principal: Principal, earlier: str | None = None
) -> Account:
    """The same from the items of the account and of the token's sign-in."""
    account = require_standing(person, family, Account.of_item, principal, earlier)
    if account.erased_at:
        raise InvalidToken
    return account


def require_active_trainer(
    table: Table, principal: Principal, earlier: str | None = None
) -> Account:
    """As `require_active_account`; raises Forbidden once the account is no trainer's any more."""
    account = require_active_account(table, principal, earlier)
    if account.role is not Role.TRAINER:
        raise Forbidden
    return account
