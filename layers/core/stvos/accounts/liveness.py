"""Whether the account behind a token still lives: asked at every signed-in request.

The gateway caches an authorizer's yes, so deletion, sign-out and a password reset are seen here:
one consistent read of the account, which most endpoints need anyway.
"""

from stvos.accounts.models import Account
from stvos.errors import InvalidToken
from stvos.keys import Keys
from stvos.principal import Principal
from stvos.table import Table


def live_account(table: Table, principal: Principal) -> Account:
    """The caller's account; raises InvalidToken when it is erased or signed out."""
    item = table.get(Keys(principal.client).user(principal.user), consistent=True)
    if item is None:
        raise InvalidToken
    account = Account.of_item(item)
    if not accepts(account, principal.family_id, principal.issued_ms):
        raise InvalidToken
    return account


def accepts(account: Account, family_id: int | None, issued_ms: int) -> bool:
    """Whether a token of this family, issued then, is still good for the account."""
    return (
        account.erased_at is None
        and issued_ms >= account.tokens_valid_from
        and str(family_id) not in account.ended_families
    )
