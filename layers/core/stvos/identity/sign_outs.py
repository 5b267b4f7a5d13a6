"""A13: requests that end the sign-in they come with, members' and staff's alike.

Sent again, such a request comes with a token that is dead by its own doing. The mark is written
together with the end and bears the request's signature: so that one request is known again and
led to its answer, and the dead token opens nothing else.
"""

from datetime import datetime

from stvos.dynamodb.keys import Key
from stvos.dynamodb.signing import is_signed
from stvos.dynamodb.table import Table, Write, put
from stvos.errors import InvalidToken


def mark(place: Key, until: datetime) -> Write:
    """The write that says which request ended a sign-in; it refuses all but the first.

    `until`: when the last access token of the sign-in is over.
    """
    return put(place, {"type": "sign_out"}, unless_exists=InvalidToken(), expires=until)


def was_made_by(table: Table, place: Key, signature: str) -> bool:
    """Whether the request with this signature ended the sign-in."""
    found = table.get(place, consistent=True)
    return found is not None and is_signed(found["writer"], signature)
