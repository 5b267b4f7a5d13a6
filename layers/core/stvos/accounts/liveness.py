"""Whether the account behind a token still lives: asked at every signed-in request.

The gateway caches an authorizer's yes, so deletion, sign-out and a password reset are seen here:
one consistent read of the account, which most endpoints need anyway.
"""

from stvos.accounts.models import Account
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import Table
from stvos.errors import InvalidToken
from stvos.identity import sign_outs
from stvos.identity.principal import Principal


def live_account(table: Table, principal: Principal, earlier: str | None = None) -> Account:
    """The caller's account; raises InvalidToken when it is erased or signed out.

    `earlier`: the signature of this very request when it came before. If it was what ended the
    sign-in, it is let through to its answer.
    """
    keys = Keys(principal.client)
    item = table.get(keys.user(principal.user), consistent=True)
    if item is None:
        raise InvalidToken
    account = Account.of_item(item)
    if accepts(account, principal.family_id, principal.issued_ms):
        return account
    place = keys.sign_out(principal.user, principal.family_id or 0)
    if not earlier or account.erased_at or not sign_outs.was_made_by(table, place, earlier):
        raise InvalidToken
    return account


def accepts(account: Account, family_id: int | None, issued_ms: int) -> bool:
    """Whether a token of this family, issued then, is still good for the account."""
    return (
        account.erased_at is None
        and issued_ms >= account.tokens_valid_from
        and str(family_id) not in account.ended_families
    )
