"""What a voice agent may do through a route that takes it: less than the one it talks with."""

import hmac

from pydantic import BaseModel

from stvos.errors import InvalidSession
from stvos.identity.principal import Principal
from stvos.identity.session_marks import session_mark


def require_own_session(principal: Principal, *asked: BaseModel | None) -> None:
    """Raise InvalidSession unless the body or query of a newcomer's agent names the session that
    its token is for.
    """
    if not principal.is_agent or principal.user_id is not None:
        return
    named = [session for one in asked if (session := getattr(one, "session_id", None))]
    marks = [session_mark(principal.client, session) for session in named]
    if not marks or not all(hmac.compare_digest(m, principal.session_mark) for m in marks):
        raise InvalidSession
