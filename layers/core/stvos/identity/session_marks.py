"""How a voice agent's token names the session it is for. Apart from what signs tokens, which not
everybody must load who compares them.
"""

from stvos.dynamodb.keys import ClientId
from stvos.ids import fingerprint


def session_mark(tenant: ClientId, session_id: str) -> str:
    """What a token says of a session: not its id, which is a secret."""
    return fingerprint("agent session", str(tenant), session_id)
