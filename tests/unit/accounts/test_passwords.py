"""Passwords: stored how, compared how, and which are too weak."""

import pytest

from stvos.errors import WeakPassword
from stvos.identity import passwords
from stvos.identity.passwords import hash_password, matches, require_strong
from stvos.identity.requests import CredentialsBody
from tests import quick_passwords


@pytest.fixture(autouse=True)
def as_the_product_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in quick_passwords.OF_THE_PRODUCT.items():
        monkeypatch.setattr(passwords, name, value)


def test_a_hash_is_argon2id_with_owasps_parameters_and_a_salt_of_its_own() -> None:
    one, other = hash_password("correct horse"), hash_password("correct horse")

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
    assert matches("correct horse", one)
    assert matches("correct horse", other)


@pytest.mark.parametrize("password", ["Correct horse", "correct horse ", "", "correct horsé"])
def test_a_wrong_password_does_not_match(password: str) -> None:
    assert not matches(password, hash_password("correct horse"))


@pytest.mark.parametrize("stored", ["", "plain", "$argon2id$broken", "$2b$12$" + "x" * 53])
def test_a_stored_hash_that_is_none_matches_nothing(stored: str) -> None:
    assert not matches("correct horse", stored)


def test_an_unknown_account_costs_the_same_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not wall time, which other work on the machine bends: the same hashing, once."""
    looked_at: list[str] = []
    hasher = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            looked_at.append(stored)
            return hasher.verify(stored, password)

    stored = hash_password("correct horse")
    monkeypatch.setattr(passwords, "_hasher", Counting())

    assert not matches("wrong", stored)
    assert not matches("wrong", None)

    assert len(looked_at) == 2
    parameters = {tuple(text.split("$")[:4]) for text in looked_at}
    assert len(parameters) == 1


@pytest.mark.parametrize("typed", ["ｐａｓｓｗｏｒｄ１", "ﬁtness123", "１２３４５６７８"])
def test_strength_is_judged_of_what_is_stored(typed: str) -> None:
    read = CredentialsBody(email="ada@example.com", password=typed).password

    assert read.isascii()
    with pytest.raises(WeakPassword):
        require_strong(read, email="ada@example.com")


@pytest.mark.parametrize(
    "password",
    ["", "1234567", "password", "Password123", "QWERTYUIOP", "aaaaaaaa", "12121212", "abcabcabc"],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_strong(password, email="ada@example.com", path="body.newPassword")

    assert refused.value.details.startswith("body.newPassword: ")


@pytest.mark.parametrize(
    ("password", "email"),
    [
        ("ada@example.com", "ada@example.com"),
        ("ADA@example.com", "ada@example.com"),
        ("ada.lovelace", "ada.lovelace@example.com"),
        ("ada.lovelace1843", "ada.lovelace@example.com"),
    ],
)
def test_a_password_made_of_the_address_is_refused(password: str, email: str) -> None:
    with pytest.raises(WeakPassword):
        require_strong(password, email=email)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "Xk9-pQ2v", "ada likes tea", "ñandú 🦤 veloz"]
)
def test_an_unguessable_one_is_fine_without_rules_on_its_signs(password: str) -> None:
    require_strong(password, email="ada@example.com")
