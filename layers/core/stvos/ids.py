"""Identifiers and secrets.

An id is an integer below 2^53, so every JSON parser keeps it exactly: 40 bits of milliseconds
since 2025 (enough until 2059), then 13 random bits. Ids of one process rise strictly, so a
thousand ids made in one request never collide; across processes the write that stores a new
thing is conditional on its key, so a collision is refused and never overwrites.
"""

import hashlib
import hmac
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import count

from stvos.clock import utc_now

MAX_ID = 2**53 - 1
_EPOCH_MS = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp() * 1000)
_RANDOM_BITS = 13
# No letter or digit that is read as another: I, L, O, U, 0 and 1 are missing.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

_last = 0
_lock = threading.Lock()


class _Seeded:
    """A repeatable source: the same seed gives the same ids and secrets in the same order."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._steps = count()
        self._last_id = 0

    def bytes(self, length: int) -> bytes:
        step = next(self._steps)
        block = hmac.new(self._seed, f"{step}:{length}".encode(), hashlib.sha512).digest()
        return block[:length]

    def ids(self, number: int, at: int) -> int:
        first = max(self._last_id + 1, at)
        self._last_id = first + number - 1
        return first


_source: ContextVar[_Seeded | None] = ContextVar("id_source", default=None)


@contextmanager
def seeded(seed: bytes) -> Iterator[None]:
    """Make ids and secrets repeatable, so that a repeated attempt meets its own earlier writes."""
    token = _source.set(_Seeded(seed))
    try:
        yield
    finally:
        _source.reset(token)


def random_bytes(length: int) -> bytes:
    """Cryptographic random bytes, at most 64 a call; repeatable inside `seeded`."""
    source = _source.get()
    return source.bytes(length) if source else secrets.token_bytes(length)


def new_id() -> int:
    """A new id, larger than every id this process made before (inside `seeded`: repeatable)."""
    return new_ids(1)[0]


def new_ids(number: int) -> list[int]:
    """`number` consecutive rising ids, for an import."""
    at = id_at(utc_now(), int.from_bytes(random_bytes(2)) >> (16 - _RANDOM_BITS))
    source = _source.get()
    if source is not None:
        first = source.ids(number, at)
    else:
        global _last
        with _lock:
            first = max(_last + 1, at)
            _last = first + number - 1
    return list(range(first, first + number))


def id_at(instant: datetime, low_bits: int = 0) -> int:
    """The smallest id of an instant (plus `low_bits`): turns a time range into an id range."""
    return (int(instant.timestamp() * 1000) - _EPOCH_MS << _RANDOM_BITS) + low_bits


def new_token(length: int = 32) -> str:
    """An unguessable URL-safe string made of `length` random bytes."""
    return urlsafe_b64encode(random_bytes(length)).rstrip(b"=").decode()


def new_code(length: int) -> str:
    """A code people type: capitals and digits without look-alikes."""
    return "".join(CODE_ALPHABET[_below(len(CODE_ALPHABET))] for _ in range(length))


def new_digits(length: int = 6) -> str:
    """A numeric code of a mail."""
    return "".join(str(_below(10)) for _ in range(length))


def _below(bound: int) -> int:
    # 64 random bits against a bound under 64: the bias is below 2^-57.
    return int.from_bytes(random_bytes(8)) % bound


def fingerprint(*parts: str) -> str:
    """SHA-256 of the parts in hex; how keys, tokens and mail addresses are stored."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
