"""Tokens of the voice agent: each is for one talk, ends with it, and opens few routes.

An agent serves every brand and has no brand's key, so its token stands for the key of the app that
asked for the talk: once that key is revoked, the token is refused as well.
"""

from dataclasses import dataclass
from typing import Any

import jwt

from stvos.clock import epoch, real_now
from stvos.errors import InvalidToken
from stvos.identity.secrets_store import SecretVersions, signing_keys
from stvos.identity.tokens import ALGORITHM, ISSUER, verified

_KIND = "agent"


@dataclass(frozen=True, slots=True)
class AgentClaims:
    """What an agent's token says. `works_in`: onboarding or ai_coach, the kind of its room.

    `session_mark`: of the only session that it may name. `key_hash`: of the app's key. `expires_at`
    is in seconds. Of a member's talk, `user_id`, `family_id` and `issued_ms` are the member's and
    of the sign-in that asked for it, and 0 otherwise.
    """

    works_in: str
    client_id: int
    session_mark: str
    key_hash: str
    expires_at: int
    user_id: int = 0
    family_id: int = 0
    issued_ms: int = 0


def issue(claims: AgentClaims, keys: SecretVersions | None = None) -> str:
    """A signed token."""
    key = (keys or signing_keys()).current()
    payload: dict[str, Any] = {
        "iss": ISSUER,
        "aud": _KIND,
        "sub": str(claims.user_id),
        "cid": claims.client_id,
        "for": claims.works_in,
        "ses": claims.session_mark,
        "key": claims.key_hash,
        "fam": claims.family_id,
        "ims": claims.issued_ms,
        "iat": epoch(real_now()),
        "exp": claims.expires_at,
    }
    return jwt.encode(payload, key.secret, algorithm=ALGORITHM, headers={"kid": key.id})


def read(token: str, keys: SecretVersions | None = None) -> AgentClaims:
    """The claims of a valid token of an agent; raises TokenExpired, InvalidToken."""
    payload = verified(token, _KIND, keys)
    try:
        return AgentClaims(
            works_in=str(payload["for"]),
            client_id=int(payload["cid"]),
            session_mark=str(payload["ses"]),
            key_hash=str(payload["key"]),
            expires_at=int(payload["exp"]),
            user_id=int(payload["sub"]),
            family_id=int(payload["fam"]),
            issued_ms=int(payload["ims"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidToken from error


def is_agent_token(sent: str) -> bool:
    """Whether what stands in the place of a brand's key is a token: keys have no dots."""
    return sent.count(".") == 2
