"""POST /v1/hume/access-token."""

import pytest

from onboarding import get_hume_token
from stvos.providers import hume as provider
from tests.hume import hume
from tests.world import World


@pytest.fixture(autouse=True)
def voice() -> None:
    hume()
    provider.tokens_of.cache_clear()


def test_a_member_gets_a_token_and_never_the_secret(world: World) -> None:
    reply = world.member().call(get_hume_token, body={})

    assert reply.data["accessToken"].startswith("stand-in-")
    assert reply.data["configId"] == "a-configuration"
    assert 1700 < reply.data["expiresIn"] <= 1800
    assert hume().secret_key not in reply.text


def test_the_token_is_kept_until_shortly_before_it_expires(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetched: list[float] = []
    clock = [1000.0]

    def fetch(_: object) -> provider.HumeToken:
        fetched.append(clock[0])
        return provider.HumeToken(f"token {len(fetched)}", clock[0] + 1800)

    monkeypatch.setattr(provider.HumeTokens, "_fetched", fetch)
    tokens = provider.HumeTokens(hume(), lambda: clock[0])

    seen = []
    for clock[0] in (1000.0, 2700.0, 2741.0):
        seen.append(tokens.current())

    assert seen == [("token 1", 1800), ("token 1", 100), ("token 2", 1800)]


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUME_SECRET_KEY", ""), ("HUME_WEBHOOK_KEY", " "), ("VOICE_PROVIDER", "gemini")],
)
def test_where_hume_is_not_the_provider_or_lacks_a_secret_it_is_not_configured(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    reply = world.member().call(get_hume_token, body={})

    assert (reply.status, reply.code) == (503, "VOICE_NOT_CONFIGURED")


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUME_API_BASE", "http://127.0.0.1:9"), ("HUME_SECRET_KEY", "a wrong one")],
)
def test_hume_being_down_or_refusing_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    reply = world.member().call(get_hume_token, body={})

    assert (reply.status, reply.code) == (502, "VOICE_UNAVAILABLE")
    assert value not in reply.text
