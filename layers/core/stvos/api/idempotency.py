"""Idempotency keys: the same request twice does its work once and is answered alike.

A record of each key is kept 24 hours for its caller; for a caller who is not signed in, for that
very request, since nothing else distinguishes them from others with the same app. It is taken by a
conditional write before the work and finished after it. When a process dies in between, a repeated
request takes the record over once its lease has run out, and works with the first attempt's clock,
ids, secrets and write signatures: whatever the first attempt had stored is met again and counted
as done (`table`), so the crash leaves no second booking and no half account.

The stored answer may hold tokens. Once their sign-in has ended it is void, and the request is
processed anew. It is sealed with a key made from the request itself (its Idempotency-Key,
credentials and body), of which only a fingerprint is stored: whoever reads the table cannot read
the answer.

Powertools' Idempotency is not used because its record does not survive such a crash: it forgets
the first attempt's time and identity, and a repeated attempt would do the work again.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Self

from stvos import clock, ids
from stvos.api.callers import sign_in_stands
from stvos.api.spec import JSON
from stvos.clock import Clock, epoch, utc_now
from stvos.dynamodb import table
from stvos.dynamodb.keys import Directory, Key, Keys
from stvos.dynamodb.table import Attr, Item, Table, delete, update
from stvos.errors import IdempotencyInProgress, IdempotencyMismatch
from stvos.identity.principal import Principal

_KEPT = timedelta(hours=24)
# Longer than any function of ours may run.
_LEASE = timedelta(seconds=35)
_TOO_MANY = 429
_FAILED = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer: what is sent, and what is kept for a repetition."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with an Idempotency-Key. `content` is method, path and body; `credentials`
    are what the caller proved itself with.
    """

    principal: Principal
    key: str
    content: bytes
    credentials: str

    def place(self) -> Key:
        """Where the record is stored; of a caller who proves no more than having the app, under
        the whole request, so that another person's with the same key does not meet it.
        """
        content = "" if self.principal.is_known else self.derive("place").hex()
        hashed = ids.fingerprint(self.principal.scope, self.key, content)
        tenant = self.principal.tenant
        return Keys(tenant).idempotency(hashed) if tenant else Directory.idempotency(hashed)

    def derive(self, purpose: str, salt: bytes = b"") -> bytes:
        """A key that only the sender of this very request can make."""
        material = "\x1f".join((purpose, self.key, self.credentials)).encode()
        return hmac.new(material + b"\x1f" + salt, self.content, hashlib.sha256).digest()


class Idempotency:
    """Runs a request's work once for each key."""

    def __init__(
        self, store: Table, sign_in_stands: Callable[[str], bool], now: Clock = utc_now
    ) -> None:
        self._table = store
        self._sign_in_stands = sign_in_stands
        self._now = now

    @classmethod
    def of(cls) -> Self:
        return cls(Table.of_stack(), sign_in_stands)

    def run(self, attempt: Attempt, work: Callable[[], Reply]) -> Reply:
        """P9: the reply of `work`, or the first one's with `Idempotency-Replayed: true`.

        Raises IdempotencyInProgress while the first runs, IdempotencyMismatch when a known caller's
        key came with another request before. A reply of 5xx or 429, or a crash, is not kept.
        """
        record = self._take(attempt)
        if "answer" in record:
            return _unseal(attempt, record)
        started = datetime.fromtimestamp(record["started"] / 1000, tz=self._now().tzinfo)
        seed = attempt.derive("seed", record["salt"])
        try:
            with (
                clock.standing(started),
                ids.seeded(seed),
                table.signed(_signature(seed)),
            ):
                reply = work()
        except BaseException:
            self._release(attempt)
            raise
        if reply.status == _TOO_MANY:
            # Refused before anything was done: the next attempt has its own time, or it would be
            # refused in this window for ever.
            self._table.write(delete(attempt.place()))
        elif reply.status >= _FAILED:
            self._release(attempt)
        else:
            answer = _seal(attempt, record["salt"], reply)
            self._table.write(update(attempt.place(), sets={"answer": answer, "lease": 0}))
        return reply

    def earlier(self, attempt: Attempt) -> str | None:
        """What this very request signed its writes with when it came before; takes nothing."""
        stored = self._table.find(attempt.place(), consistent=True)
        if not stored or stored["fingerprint"] != attempt.derive("fingerprint").hex():
            return None
        return _signature(attempt.derive("seed", stored["salt"]))

    def _take(self, attempt: Attempt) -> Item:
        """The record of this key: with `answer` when it was answered, else leased to us."""
        now = self._now()
        print_ = attempt.derive("fingerprint").hex()
        while True:
            stored = self._table.find(attempt.place(), consistent=True)
            if stored and stored["fingerprint"] != print_:
                raise IdempotencyMismatch
            if stored and "answer" in stored and self._may_replay(attempt, stored):
                return stored
            if stored and stored["lease"] > epoch(now):
                raise IdempotencyInProgress
            taken = self._lease(attempt, print_, stored, now)
            if taken:
                return taken

    def _may_replay(self, attempt: Attempt, record: Item) -> bool:
        """Whether the kept answer still holds: one with tokens while their sign-in stands."""
        token = _access_token(_unseal(attempt, record))
        return token is None or self._sign_in_stands(token)

    def _lease(
        self, attempt: Attempt, print_: str, stored: Item | None, now: datetime
    ) -> Item | None:
        if stored is None:
            # An expired record that TTL has not removed reads as absent; it is replaced whole.
            unmoved = Attr("pk").not_exists() | Attr("expires").lte(epoch(now))
        else:
            unmoved = (
                Attr("lease").eq(stored["lease"])
                & Attr("fingerprint").eq(print_)
                & Attr("salt").eq(stored["salt"])
            )
        # What was answered is over: a new attempt has a time, ids and secrets of its own.
        if stored is not None and "answer" in stored:
            stored = None
        salt = stored["salt"] if stored else secrets.token_bytes(32)
        started = stored["started"] if stored else clock.epoch_ms(now)
        sets = {
            "type": "idempotency",
            "fingerprint": print_,
            "salt": salt,
            "started": started,
            "lease": epoch(now + _LEASE),
        }
        lost = IdempotencyInProgress()
        try:
            return self._table.write(
                update(
                    attempt.place(),
                    sets=sets,
                    removes=() if stored else ("answer",),
                    only_if=unmoved,
                    refusal=lost,
                    expires=datetime.fromtimestamp(started / 1000, tz=now.tzinfo) + _KEPT,
                )
            )
        except IdempotencyInProgress:
            return None

    def _release(self, attempt: Attempt) -> None:
        """Let the next attempt in immediately; it goes on with this one's seed."""
        self._table.write(update(attempt.place(), sets={"lease": 0}))


def _access_token(reply: Reply) -> str | None:
    """The token of a sign-in that an answer carries."""
    if reply.headers.get("Content-Type") != JSON or '"accessToken"' not in reply.body:
        return None
    data = json.loads(reply.body).get("data", {})
    token = data.get("accessToken")
    # A sign-in's has a refresh token beside it; another is some provider's.
    return token if isinstance(token, str) and "refreshToken" in data else None


def _signature(seed: bytes) -> str:
    return hashlib.sha256(seed).hexdigest()[:24]


def _seal(attempt: Attempt, salt: bytes, reply: Reply) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    plain = json.dumps(asdict(reply)).encode()
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(attempt.derive("seal", salt)).encrypt(nonce, plain, None)


def _unseal(attempt: Attempt, record: Item) -> Reply:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = AESGCM(attempt.derive("seal", record["salt"]))
    nonce, content = record["answer"][:12], record["answer"][12:]
    reply = Reply(**json.loads(sealed.decrypt(nonce, content, None)))
    return Reply(reply.status, reply.body, reply.headers | {"Idempotency-Replayed": "true"})
