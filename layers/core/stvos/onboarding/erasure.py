"""E5: removing a session whose account is erased before the session has expired."""

from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, delete


def forget_session(table: Table, tenant: ClientId, user: UserId) -> None:
    """E5: remove the session that a member registered with; what led to it goes with the member."""
    keys = Keys(tenant)
    onboarded = table.find(keys.onboarded(user), consistent=True)
    if onboarded:
        session = onboarded["session_hash"]
        table.write(delete(keys.onboarding_session(session)))
        table.write(delete(keys.session_transcript(session)))
