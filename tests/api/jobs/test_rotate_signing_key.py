"""Rotating the key that signs access tokens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import boto3
import jwt
import pytest

from accounts import me
from jobs import rotate_signing_key
from stvos.clock import real_now
from stvos.errors import InvalidToken
from stvos.identity import secrets_store, tokens
from stvos.identity.key_rotation import YOUNGEST, KeyRotation
from stvos.identity.lifetimes import ACCESS_LIFETIME
from stvos.identity.secrets_store import SecretVersions
from tests.world import Member, World


@pytest.fixture
def secret(cloud: None) -> Iterator[str]:
    """A signing secret of this test's own."""
    name = f"signing-{uuid4()}"
    boto3.client("secretsmanager").create_secret(Name=name, SecretString="a" * 64)
    yield name
    boto3.client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def _rotation(secret: str, after: timedelta) -> KeyRotation:
    """The rotation as it runs so much later."""
    return KeyRotation(secrets_store.client(), secret, lambda: real_now() + after)


def _token(secret: str) -> str:
    return tokens.issue(
        "user",
        client_id=1,
        subject=2,
        role="user",
        family_id=3,
        valid_from=0,
        keys=SecretVersions(secret),
    )


def test_a_token_of_the_key_before_stays_valid(secret: str) -> None:
    before = _token(secret)

    assert _rotation(secret, YOUNGEST).rotate()

    after = _token(secret)
    live = SecretVersions(secret)
    assert tokens.read(before, "user", live).subject == 2
    assert tokens.read(after, "user", live).subject == 2
    assert live.current().secret != "a" * 64
    assert len(live.values()) == 2


def test_a_process_that_holds_the_old_key_accepts_a_token_of_the_new_one(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = SecretVersions(secret)
    holding.current()
    assert _rotation(secret, YOUNGEST).rotate()
    token = _token(secret)
    monkeypatch.setattr(holding, "_fetched_at", holding._fetched_at - 6)

    assert tokens.read(token, "user", holding).subject == 2


def test_a_second_rotation_within_the_hour_is_refused(secret: str) -> None:
    before = _token(secret)
    assert _rotation(secret, YOUNGEST).rotate()
    kept = SecretVersions(secret).values()

    assert not _rotation(secret, timedelta()).rotate()
    assert not _rotation(secret, ACCESS_LIFETIME).rotate()

    assert SecretVersions(secret).values() == kept
    assert tokens.read(before, "user", SecretVersions(secret)).subject == 2


def test_a_rotation_later_drops_only_the_oldest_key(secret: str) -> None:
    first = _token(secret)
    assert _rotation(secret, YOUNGEST).rotate()
    second = _token(secret)
    assert _rotation(secret, YOUNGEST).rotate()

    assert tokens.read(second, "user", SecretVersions(secret)).subject == 2
    with pytest.raises(InvalidToken):
        tokens.read(first, "user", SecretVersions(secret))


def test_a_key_is_old_enough_only_when_no_token_of_the_one_before_can_live() -> None:
    held_at_most = timedelta(seconds=secrets_store.MAX_AGE_SECONDS)

    assert ACCESS_LIFETIME + held_at_most <= YOUNGEST


def test_of_two_rotations_at_once_one_wins(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both saw the same current key before either replaced it."""
    client = secrets_store.client()
    seen = client.get_secret_value(SecretId=secret)

    def as_seen(**_: Any) -> Any:
        return seen

    before = _token(secret)
    with monkeypatch.context() as patched:
        patched.setattr(client, "get_secret_value", as_seen)
        results = [_rotation(secret, YOUNGEST).rotate() for _ in range(2)]

    assert results == [True, False]
    assert tokens.read(before, "user", SecretVersions(secret)).subject == 2


def test_the_job_signs_nobody_out(
    world: World, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = SecretVersions(secret)
    monkeypatch.setattr(tokens, "signing_keys", lambda: live)
    member = world.member()
    assert _rotation(secret, YOUNGEST).rotate()
    monkeypatch.setattr(live, "_fetched_at", float("-inf"))

    later = world.member()

    assert _kid(member) != _kid(later)
    assert member.call(me).data["user"]["id"] == member.id
    assert later.call(me).data["user"]["id"] == later.id


def test_the_job_leaves_a_young_key_alone(cloud: None) -> None:
    """The stack's own secret, made a moment ago."""
    before = secrets_store.client().get_secret_value(SecretId="signing")["SecretString"]

    assert rotate_signing_key.handler({}, None) == {"rotated": False}

    after = secrets_store.client().get_secret_value(SecretId="signing")["SecretString"]
    assert after == before


def _kid(member: Member) -> str:
    return str(jwt.get_unverified_header(member.access_token)["kid"])
