"""Guesses at the same moment."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Lock

import pytest

from accounts import forgot_password, login, me, reset_password
from stvos.accounts.members import LOGIN_BY_PAIR
from stvos.identity import passwords
from tests.races.conftest import all_at_once
from tests.world import PASSWORD, Reply, World


def test_of_fifty_wrong_passwords_at_once_ten_are_looked_at(
    race_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    race_world.member("ada@example.com")
    looked_at, lock, matches = [0], Lock(), passwords.matches

    def counting(password: str, stored: str | None) -> bool:
        with lock:
            looked_at[0] += 1
        return matches(password, stored)

    monkeypatch.setattr(passwords, "matches", counting)
    body = {"email": "ada@example.com", "password": "not this one"}

    replies = all_at_once([lambda: race_world.call(login, body=body)] * 50)

    codes = Counter(reply.code for reply in replies)
    assert codes["INVALID_CREDENTIALS"] == looked_at[0] == LOGIN_BY_PAIR.attempts
    assert codes["TOO_MANY_ATTEMPTS"] == 40


def test_of_eight_wrong_codes_at_once_five_are_looked_at_and_the_right_one_stays(
    race_world: World,
) -> None:
    race_world.member("ada@example.com")
    race_world.call(forgot_password, body={"email": "ada@example.com"})
    code = int(race_world.mails()[-1]["code"])

    def guess(number: int, address: str) -> Reply:
        body = {
            "email": "ada@example.com",
            "code": f"{number % 1_000_000:06d}",
            "newPassword": "a new and longer one",
        }
        return race_world.call(reset_password, body=body, address=address)

    guesses: list[Callable[[], Reply]] = [
        partial(guess, code + n, "198.51.100.9") for n in range(1, 9)
    ]
    codes = Counter(reply.code for reply in all_at_once(guesses))

    assert codes == {"INVALID_CODE": 5, "TOO_MANY_ATTEMPTS": 3}
    assert guess(code, "192.0.2.1").status == 200


def test_a_right_code_sent_by_two_at_once_is_spent_once(race_world: World) -> None:
    race_world.member("ada@example.com")
    race_world.call(forgot_password, body={"email": "ada@example.com"})
    code = race_world.mails()[-1]["code"]

    def reset(password: str) -> Reply:
        body = {"email": "ada@example.com", "code": code, "newPassword": password}
        return race_world.call(reset_password, body=body)

    words = ["the first new one", "the second new one"]
    replies = all_at_once([partial(reset, word) for word in words])

    assert sorted(reply.status for reply in replies) == [200, 400]
    for word, reply in zip(words, replies, strict=True):
        body = {"email": "ada@example.com", "password": word}
        assert (race_world.call(login, body=body).status == 200) == (reply.status == 200)


def test_a_password_reset_leaves_no_sign_in_with_the_old_password(race_world: World) -> None:
    for n in range(6):
        email = f"ada{n}@example.com"
        race_world.member(email)
        race_world.call(forgot_password, body={"email": email})
        body = {
            "email": email,
            "code": race_world.mails()[-1]["code"],
            "newPassword": "a new and longer one",
        }
        sign_in = partial(race_world.call, login, body={"email": email, "password": PASSWORD})

        replies = all_at_once(
            [partial(race_world.call, reset_password, body=body), sign_in, sign_in, sign_in]
        )

        assert replies[0].status == 200
        for reply in replies[1:]:
            if reply.status == 200:
                headers = {"Authorization": f"Bearer {reply.data['accessToken']}"}
                assert race_world.call(me, headers=headers).code == "INVALID_TOKEN"
