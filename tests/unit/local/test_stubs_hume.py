"""Hume's stand-in: a token for the holder of both keys."""

from base64 import b64encode

import pytest

from local.stubs.servers import HUME_KEYS, StandIns
from tests.unit.local.stub_calls import Answer, post

FORM = "application/x-www-form-urlencoded"
GRANT = b"grant_type=client_credentials"


def basic(key: str, secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def ask(stand_ins: StandIns, body: bytes = GRANT, authorization: str = basic(*HUME_KEYS)) -> Answer:
    url = f"{stand_ins.hume}/oauth2-cc/token"
    return post(url, body, content_type=FORM, authorization=authorization)


def test_both_keys_give_a_token_that_says_what_it_is(stand_ins: StandIns) -> None:
    answer = ask(stand_ins)

    assert (answer.status, answer.content_type) == (200, "application/json")
    assert set(answer.json) == {"access_token", "expires_in", "token_type"}
    assert answer.json["access_token"].startswith("stand-in-")
    assert HUME_KEYS[1] not in answer.text
    assert (answer.json["expires_in"], answer.json["token_type"]) == (1800, "Bearer")


def test_the_same_keys_give_the_same_token(stand_ins: StandIns) -> None:
    assert ask(stand_ins).body == ask(stand_ins).body


@pytest.mark.parametrize(
    "authorization",
    [
        basic("somebody", HUME_KEYS[1]),
        basic(HUME_KEYS[0], "a guess"),
        basic(*HUME_KEYS).replace("Basic", "Bearer"),
        "Basic !!",
        "Basic /w==",
        "",
    ],
)
def test_other_keys_are_refused(stand_ins: StandIns, authorization: str) -> None:
    answer = ask(stand_ins, authorization=authorization)

    assert answer.status == 401
    assert answer.json["ErrorCode"] == "invalid_client"
    assert "sTvOS stand-in" in answer.json["Error"]


@pytest.mark.parametrize("body", [b"", b"grant_type=", b"grant_type=password", b"{}"])
def test_another_grant_is_refused(stand_ins: StandIns, body: bytes) -> None:
    answer = ask(stand_ins, body)

    assert answer.status == 400
    assert answer.json["ErrorCode"] == "invalid_request"
    assert "sTvOS stand-in" in answer.json["Error"]


def test_nothing_else_is_there(stand_ins: StandIns) -> None:
    assert post(f"{stand_ins.hume}/v0/evi/chats", b"").status == 404
