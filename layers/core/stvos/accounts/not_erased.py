"""The rule that nothing is stored of a member after an erasure that goes on at the same time."""

from stvos.dynamodb.keys import Key
from stvos.dynamodb.table import Attr, Write, check
from stvos.errors import InvalidToken, StvosError

NOT_ERASED = Attr("pk").exists() & Attr("erased_at").not_exists()
"""Of an account's item."""


def not_erased(account: Key, refusal: StvosError | None = None) -> Write:
    """The part of a transaction that refuses when the account is gone: with InvalidToken, unless
    another is given.
    """
    return check(account, NOT_ERASED, refusal or InvalidToken())
