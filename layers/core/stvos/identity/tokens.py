"""Access tokens: signed, short-lived, one kind for each kind of caller."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from stvos.clock import epoch, real_now
from stvos.errors import InvalidToken, TokenExpired
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.secrets_store import SecretVersions, signing_keys

ALGORITHM = "HS256"
ISSUER = "stvos"


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a token says. `kind` is user or partner: no route takes the other's.

    `issued_ms` is no clock's time but the account's `tokens_valid_from` as it was read for this
    token. So a sign-in that saw the account before a password reset ends with the reset, however
    close they are.
    """

    kind: str
    client_id: int
    subject: int
    role: str
    family_id: int
    issued_ms: int
    expires_at: int
    partner_id: int | None = None


def issue(
    kind: str,
    *,
    client_id: int,
    subject: int,
    role: str,
    family_id: int,
    valid_from: int,
    partner_id: int | None = None,
    now: datetime | None = None,
    keys: SecretVersions | None = None,
) -> str:
    """A signed access token of one hour. `valid_from`: the account's `tokens_valid_from`."""
    at = now or real_now()
    key = (keys or signing_keys()).current()
    payload: dict[str, Any] = {
        "iss": ISSUER,
        "aud": kind,
        "sub": str(subject),
        "cid": client_id,
        # Under the name by which apps of the public API read it.
        "clientId": client_id,
        "role": role,
        "fam": family_id,
        "iat": epoch(at),
        "ims": valid_from,
        "exp": epoch(at + ACCESS_LIFETIME),
    }
    if partner_id is not None:
        payload["pid"] = partner_id
    return jwt.encode(payload, key.secret, algorithm=ALGORITHM, headers={"kid": key.id})


def read(token: str, kind: str, keys: SecretVersions | None = None) -> TokenClaims:
    """The claims of a valid token of this kind; raises as `verified` does."""
    payload = verified(token, kind, keys)
    try:
        return _claims(payload)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidToken from error


def verified(token: str, kind: str, keys: SecretVersions | None = None) -> dict[str, Any]:
    """What a valid token of this kind says.

    Raises TokenExpired for a genuine one that is too old, InvalidToken for everything else:
    another algorithm, an unknown key, a wrong signature, another kind, a missing claim.
    """
    try:
        header = jwt.get_unverified_header(token)
        key = (keys or signing_keys()).find(str(header.get("kid", "")))
        if key is None or header.get("alg") != ALGORITHM:
            raise InvalidToken
        payload: dict[str, Any] = jwt.decode(
            token,
            key.secret,
            algorithms=[ALGORITHM],
            audience=kind,
            issuer=ISSUER,
            # Not `iat`: the clock of the machine that issued it may be ahead of this one's.
            options={"require": ["exp", "iat", "sub", "aud", "iss"], "verify_iat": False},
        )
    except jwt.ExpiredSignatureError as error:
        raise TokenExpired from error
    except (jwt.InvalidTokenError, TypeError, ValueError) as error:
        raise InvalidToken from error
    return payload


def read_own(token: str) -> TokenClaims:
    """The claims of a token that this API is known to have issued, whatever its age; nothing is
    verified.
    """
    return _claims(jwt.decode(token, options={"verify_signature": False}))


def _claims(payload: dict[str, Any]) -> TokenClaims:
    return TokenClaims(
        kind=str(payload["aud"]),
        client_id=int(payload["cid"]),
        subject=int(payload["sub"]),
        role=str(payload["role"]),
        family_id=int(payload["fam"]),
        issued_ms=int(payload["ims"]),
        expires_at=int(payload["exp"]),
        partner_id=int(payload["pid"]) if "pid" in payload else None,
    )


def bearer(authorization: str) -> str | None:
    """The token of an Authorization header, or None when it is not a Bearer header."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
