"""Signatures of writes: how a request that comes again knows what it has written before."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

from stvos.ids import new_token


class _Signature:
    """Numbers the writes of one request, so that each has a token of its own."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._writes = count()

    def next(self) -> str:
        return f"{self.token}.{next(self._writes)}"


_signature: ContextVar[_Signature | None] = ContextVar("writer", default=None)


@contextmanager
def signed(token: str) -> Iterator[None]:
    """Sign this request's writes with a token that a repeated attempt will sign with again."""
    held = _signature.set(_Signature(token))
    try:
        yield
    finally:
        _signature.reset(held)


def sign() -> str:
    held = _signature.get()
    return held.next() if held else new_token(12)


def is_own(writer: str) -> bool:
    """Whether a write that bears `writer` was made by this very request, now or when it came
    before.
    """
    held = _signature.get()
    return held is not None and is_signed(writer, held.token)


def is_signed(writer: str, token: str) -> bool:
    """Whether a write that bears `writer` was made by the request that signs with this token."""
    return writer.rpartition(".")[0] == token
