"""Access tokens: what is taken and what is not."""

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest

from stvos.clock import real_now
from stvos.errors import InvalidToken, TokenExpired
from stvos.identity import tokens
from stvos.identity.secrets_store import SecretVersions, SigningKey

KEY = SigningKey("kid-of-tests", "s" * 64)
OLDER = SigningKey("older", "o" * 64)


class Keys(SecretVersions):
    """Live keys without Secrets Manager."""

    def __init__(self, *live: SigningKey) -> None:
        super().__init__("tests")
        self._held = list(live)

    def _live(self, max_age: float) -> list[SigningKey]:
        return self._held


LIVE = Keys(KEY, OLDER)


def _issue(kind: str = "user", keys: SecretVersions = LIVE, **more: Any) -> str:
    wish: dict[str, Any] = {
        "client_id": 1,
        "subject": 2,
        "role": "user",
        "family_id": 3,
        "valid_from": 4,
        "keys": keys,
    }
    return tokens.issue(kind, **(wish | more))


def _signed(changes: dict[str, Any], key: SigningKey = KEY, algorithm: str = "HS256") -> str:
    claims = jwt.decode(_issue(), options={"verify_signature": False}) | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key.secret, algorithm=algorithm, headers={"kid": key.id})


def _raw(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"{part(header)}.{part(claims)}.{signature}"


def test_a_token_says_who_it_was_made_for() -> None:
    before = int(real_now().timestamp())

    claims = tokens.read(_issue(), "user", LIVE)

    assert (claims.kind, claims.client_id, claims.subject, claims.role) == ("user", 1, 2, "user")
    assert (claims.family_id, claims.issued_ms, claims.partner_id) == (3, 4, None)
    assert 3600 <= claims.expires_at - before <= 3601


def test_a_token_of_the_key_before_is_taken() -> None:
    token = _issue(keys=Keys(OLDER))

    assert tokens.read(token, "user", LIVE).subject == 2


def test_a_token_of_an_unknown_key_is_not() -> None:
    token = _issue(keys=Keys(SigningKey("stranger", "x" * 64)))

    with pytest.raises(InvalidToken):
        tokens.read(token, "user", LIVE)


def test_a_token_that_names_our_key_but_was_signed_with_another_is_not_taken() -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_signed({}, SigningKey(KEY.id, "x" * 64)), "user", LIVE)


def test_a_key_must_be_named() -> None:
    claims = jwt.decode(_issue(), options={"verify_signature": False})

    with pytest.raises(InvalidToken):
        tokens.read(jwt.encode(claims, KEY.secret, algorithm="HS256"), "user", LIVE)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS384", "RS256", "", None, 5])
def test_no_algorithm_but_ours_is_taken(algorithm: Any) -> None:
    claims = jwt.decode(_issue(), options={"verify_signature": False})
    token = _raw({"alg": algorithm, "typ": "JWT", "kid": KEY.id}, claims)

    for signature in ("", _issue().split(".")[2]):
        with pytest.raises(InvalidToken):
            tokens.read(token + signature, "user", LIVE)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_of_the_family_is_not_taken_though_rightly_signed(
    algorithm: str,
) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_signed({}, algorithm=algorithm), "user", LIVE)


def test_a_token_ends_after_an_hour() -> None:
    hour_ago = real_now() - timedelta(hours=1)

    with pytest.raises(TokenExpired):
        tokens.read(_issue(now=hour_ago), "user", LIVE)
    assert tokens.read(_issue(now=hour_ago + timedelta(seconds=5)), "user", LIVE).subject == 2


def test_a_forged_token_is_not_called_expired() -> None:
    old = _issue(now=real_now() - timedelta(hours=2))

    with pytest.raises(InvalidToken):
        tokens.read(old[:-2] + ("AA" if old[-2:] != "AA" else "BB"), "user", LIVE)


def test_a_token_of_a_machine_whose_clock_is_ahead_is_taken() -> None:
    assert tokens.read(_issue(now=real_now() + timedelta(seconds=2)), "user", LIVE).subject == 2


@pytest.mark.parametrize(("made", "read"), [("user", "partner"), ("partner", "user")])
def test_a_token_of_another_kind_is_not_taken(made: str, read: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_issue(made, partner_id=9), read, LIVE)


@pytest.mark.parametrize("name", ["cid", "sub", "role", "fam", "ims", "exp", "iat", "iss", "aud"])
def test_every_claim_is_needed(name: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_signed({name: None}), "user", LIVE)


@pytest.mark.parametrize(
    "changes",
    [{"iss": "other"}, {"aud": ["partner"]}, {"cid": "x"}, {"sub": "x"}, {"fam": []}, {"exp": "x"}],
)
def test_claims_that_are_not_as_we_make_them_are_not_taken(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_signed(changes), "user", LIVE)


@pytest.mark.parametrize("change", [{"sub": "99"}, {"cid": 99}, {"role": "trainer"}, {"exp": 4e9}])
def test_tampered_claims_are_not_taken(change: dict[str, Any]) -> None:
    header, _, signature = _issue().split(".")
    claims = jwt.decode(_issue(), options={"verify_signature": False}) | change
    forged = _raw(jwt.get_unverified_header(_issue()), claims, signature)

    with pytest.raises(InvalidToken):
        tokens.read(forged, "user", LIVE)
    assert header


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "x" * 10_000, "é.é.é", "\ud800.a.b", "\x00", "a.b.c.d.e"]
)
def test_nonsense_is_not_taken(text: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(text, "user", LIVE)


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("BEARER abc", "abc"),
        ("Bearer", None),
        ("Bearer ", None),
        ("abc", None),
        ("Basic abc", None),
        ("", None),
    ],
)
def test_a_bearer_header_holds_a_token(header: str, token: str | None) -> None:
    assert tokens.bearer(header) == token
