"""Passwords: argon2id with OWASP's minimum (19 MiB, 2 passes, 1 lane), and what is too weak.

Parameters: OWASP Password Storage Cheat Sheet. Strength: NIST SP 800-63B, section 5.1.1.2 (a
length of eight, no composition rules, common and context words refused). Passwords come here in
one form, NFKC, by their type in `stvos.models`.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from stvos.errors import WeakPassword
from stvos.ids import random_bytes

_MIN_LENGTH = 8
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What a password is compared with where there is no account: a hash with the same parameters, of a
# random text that was not kept.
_DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1$u7rnvzwTKx1p9Rv4fmmF+g"
    "$G/I08dJtqStXfbmLDkq6N+3x4jY6UHt/e7ylTPKkuek"
)
# The commonest of eight and more characters; shorter ones fall to the length rule.
_COMMON = frozenset({
    "password", "password1", "password12", "password123", "passw0rd", "p@ssw0rd", "p@ssword",
    "12345678", "123456789", "1234567890", "123123123", "11111111", "00000000", "87654321",
    "987654321", "qwertyui", "qwerty12", "qwerty123", "qwertyuiop", "1q2w3e4r", "1q2w3e4r5t",
    "1qaz2wsx", "zaq12wsx", "asdfghjk", "asdfghjkl", "iloveyou", "iloveyou1", "sunshine",
    "princess", "football", "baseball", "superman", "batman123", "trustno1", "welcome1",
    "welcome123", "letmein1", "letmein123", "admin123", "administrator", "computer", "internet",
    "whatever", "starwars", "dragon123", "monkey123", "michael1", "jennifer", "jordan23",
    "abcd1234", "abc12345", "aa123456", "a1234567", "changeme", "secret123", "default1",
    "fitness1", "fitness123", "workout1", "workout123", "samsung1", "liverpool", "chelsea1",
    "charlie1", "summer2024", "summer2025", "summer2026", "winter2024", "winter2025",
    "winter2026",
})  # fmt: skip


def hash_password(password: str) -> str:
    """The argon2id hash, with its parameters and salt, as stored. A repeated attempt of a
    request makes the same salt, so that it stores the same.
    """
    return _hasher.hash(password, salt=random_bytes(_hasher.salt_len))


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is right. Without an account it takes the same time to say no."""
    try:
        return _hasher.verify(stored or _DECOY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def require_strong(password: str, *, email: str, path: str = "body.password") -> None:
    """Raises WeakPassword for one that a guesser tries first."""
    folded = password.casefold()
    local_part = email.partition("@")[0]
    if len(password) < _MIN_LENGTH:
        reason = f"must have at least {_MIN_LENGTH} characters"
    elif folded in _COMMON or len(set(folded)) < 4:
        reason = "is one of the commonest passwords"
    elif folded in {email, local_part} or (len(local_part) >= 8 and local_part in folded):
        reason = "must not be made of the email address"
    else:
        return
    raise WeakPassword(details=f"{path}: {reason}")
