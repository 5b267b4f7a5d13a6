"""Refresh tokens and their families."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.dynamodb.keys import ClientId, UserId
from stvos.errors import InvalidToken, TokenReused
from stvos.identity.families import (
    Family,
    RefreshToken,
    is_genuine,
    is_predecessor,
    start_family,
)
from stvos.identity.refreshing import exchange

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CLIENT, USER = ClientId(7), UserId(9)


class Store:
    """One family, rotated as the table does it."""

    def __init__(self, family: Family | None) -> None:
        self.held = family
        self.overtaken_by: RefreshToken | None = None
        self.kept_alive_at: datetime | None = None

    def find_family(self, family_id: int) -> Family | None:
        return self.held if self.held and self.held.id == family_id else None

    def rotate(self, family: Family, next_hash: str, now: datetime) -> bool:
        assert self.held is not None
        if self.overtaken_by:
            taken = self.overtaken_by.secret_hash
            self._turn(taken, now)
            self.overtaken_by = None
        if self.held.current_hash != family.current_hash:
            return False
        self._turn(next_hash, now)
        return True

    def keep_alive(self, family: Family, now: datetime) -> None:
        self.kept_alive_at = now

    def _turn(self, next_hash: str, now: datetime) -> None:
        assert self.held is not None
        self.held = self.held.model_copy(
            update={
                "previous_hash": self.held.current_hash,
                "current_hash": next_hash,
                "rotated_at": now,
            }
        )


@dataclass(frozen=True)
class Somebody:
    """A person who signs in."""

    tokens_valid_from: int = 0
    kept_family: int | None = None
    id: int = USER
    client_id: int = CLIENT
    email: str = "ada@example.com"
    name: str = "Ada"
    password_hash: str | None = None


ADA = Somebody()


def _start(valid_from: int = 0) -> tuple[Family, RefreshToken]:
    return start_family(Somebody(valid_from), "phone", NOW)


def test_a_token_reads_back_what_it_wrote() -> None:
    _, token = _start()

    assert RefreshToken.parse(str(token)) == token


@given(st.text(max_size=80))
def test_any_text_is_a_token_or_refused(text: str) -> None:
    try:
        token = RefreshToken.parse(text)
    except InvalidToken:
        return
    assert 0 < token.client < 2**53


def test_a_family_holds_hashes_and_no_token() -> None:
    family, token = _start()

    stored = str(family.to_item())

    assert token.proof not in stored
    assert token.secret not in stored
    assert is_genuine(token, family)


def test_the_successor_of_a_token_is_always_the_same() -> None:
    family, token = _start()
    other, _ = _start()

    assert token.successor(family) == token.successor(family)
    assert token.successor(family) != token
    assert token.successor(family).successor(family) != token.successor(family)
    assert token.successor(other).secret != token.successor(family).secret
    assert is_genuine(token.successor(family), family)


def test_a_token_without_the_proof_is_not_genuine() -> None:
    family, token = _start()

    assert not is_genuine(replace(token, proof="x"), family)
    assert not is_genuine(replace(token, proof=""), family)


def test_the_token_before_the_current_one_is_its_predecessor_and_no_other() -> None:
    family, token = _start()
    used = family.model_copy(update={"previous_hash": token.secret_hash, "current_hash": "x"})

    assert is_predecessor(token, used)
    assert not is_predecessor(token, family)
    assert not is_predecessor(replace(token, secret="x"), used)


def test_a_token_gives_the_same_successor_however_late_and_often() -> None:
    family, token = _start()
    store = Store(family)

    at = [NOW, NOW + timedelta(seconds=61), NOW + timedelta(days=40), NOW + timedelta(days=59)]
    successors = {exchange(store, token, ADA, now) for now in at}

    assert successors == {token.successor(family)}
    # The current one is still good.
    assert exchange(store, successors.pop(), ADA, NOW)


def test_using_the_predecessor_keeps_the_family_alive() -> None:
    family, token = _start()
    store = Store(family)
    exchange(store, token, ADA, NOW)

    exchange(store, token, ADA, NOW + timedelta(days=40))

    assert store.kept_alive_at == NOW + timedelta(days=40)


def test_a_call_that_was_overtaken_gets_the_same_successor() -> None:
    family, token = _start()
    store = Store(family)
    store.overtaken_by = token.successor(family)

    assert exchange(store, token, ADA, NOW) == token.successor(family)


def test_a_token_before_the_last_was_copied() -> None:
    family, token = _start()
    store = Store(family)
    exchange(store, exchange(store, token, ADA, NOW), ADA, NOW)

    with pytest.raises(TokenReused):
        exchange(store, token, ADA, NOW)


def test_a_token_with_the_proof_and_a_made_up_secret_was_copied() -> None:
    family, token = _start()

    with pytest.raises(TokenReused):
        exchange(Store(family), replace(token, secret="made up"), ADA, NOW)


def test_a_family_made_before_the_account_moved_on_is_dead() -> None:
    family, token = _start(valid_from=5)

    assert exchange(Store(family), token, Somebody(5), NOW)
    with pytest.raises(InvalidToken):
        exchange(Store(family), token, Somebody(6), NOW)


def test_the_family_that_an_ending_of_all_kept_goes_on() -> None:
    family, token = _start(valid_from=5)

    assert exchange(Store(family), token, Somebody(6, kept_family=family.id), NOW)
    with pytest.raises(InvalidToken):
        exchange(Store(family), token, Somebody(6, kept_family=family.id + 1), NOW)


@pytest.mark.parametrize("over", [{"ended_at": NOW}, {"expires": int(NOW.timestamp())}])
def test_an_ended_or_unused_family_is_dead(over: dict[str, object]) -> None:
    family, token = _start()

    with pytest.raises(InvalidToken):
        exchange(Store(family.model_copy(update=over)), token, ADA, NOW)


def test_a_family_that_is_gone_is_dead() -> None:
    _, token = _start()

    with pytest.raises(InvalidToken):
        exchange(Store(None), token, ADA, NOW)
