"""The agent's settings: what is wrong is said at start, in one line, and without a secret."""

import pytest

from voice_agent.settings import GeminiSettings, HumeSettings, Settings, SettingsError

COMPLETE = {
    "STVOS_API_URL": "https://api.example.com/v1/",
    "LIVEKIT_URL": "wss://livekit.example.com",
    "LIVEKIT_API_KEY": "a-key",
    "LIVEKIT_API_SECRET": "livekit-secret",
    "VERTEX_PROJECT": "a-project",
    "VERTEX_CREDENTIALS": '{"type": "service_account", "private_key": "vertex-secret"}',
    "HUME_API_BASE": "https://evi.example.com",
    "HUME_API_KEY": "hume-key",
    "HUME_SECRET_KEY": "hume-secret",
    "HUME_CONFIG_ID": "a-config",
}


def settings(**changes: str) -> Settings:
    return Settings.of_environment(COMPLETE | changes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STVOS_API_URL", ""),
        ("STVOS_API_URL", "api.example.com"),
        ("STVOS_API_URL", "ftp://api.example.com"),
        ("STVOS_API_URL", "https://"),
        ("STVOS_API_URL", "https://api.example.com:99999"),
        ("LIVEKIT_URL", "livekit.example.com"),
        ("LIVEKIT_API_KEY", ""),
        ("LIVEKIT_API_SECRET", " "),
        ("VOICE_PROVIDER", "openai"),
        ("VERTEX_CREDENTIALS", "vertex-secret"),
        ("VERTEX_CREDENTIALS", '["vertex-secret"]'),
        ("VERTEX_CREDENTIALS", '{"private_key": "vertex-secret"}'),
        ("HEALTH_PORT", "0"),
        ("HEALTH_PORT", "65536"),
        ("HEALTH_PORT", "-1"),
        ("HEALTH_PORT", "eighty"),
        ("HEALTH_PORT", "٨٠"),
        ("ALONE_SECONDS", "0"),
        ("ALONE_SECONDS", "9" * 5_000),
        # LiveKit's worker takes 0 as no limit.
        ("DRAIN_SECONDS", "0"),
    ],
)
def test_what_is_wrong_is_named_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as wrong:
        settings(**{name: value})
    assert "secret" not in str(wrong.value)
    assert len(str(wrong.value)) < 200
    assert "\n" not in str(wrong.value)


def test_no_service_at_all_is_an_error() -> None:
    with pytest.raises(SettingsError, match="HUME_CONFIG_ID"):
        settings(VERTEX_PROJECT="", HUME_API_KEY="")


def test_the_provider_comes_first_and_the_other_after_it() -> None:
    def kinds(provider: str) -> list[type]:
        return [type(service) for service in settings(VOICE_PROVIDER=provider).services]

    assert kinds("hume") == [HumeSettings, GeminiSettings]
    assert kinds("") == kinds("gemini") == [GeminiSettings, HumeSettings]


@pytest.mark.parametrize(("value", "expected"), [("", False), ("0", False), ("1", True)])
def test_any_load_is_taken_where_that_is_said(value: str, expected: bool) -> None:
    assert settings(TAKES_ANY_LOAD=value).takes_any_load is expected


def test_settings_do_not_show_their_secrets() -> None:
    shown = repr(settings())

    assert "secret" not in shown.replace("livekit_secret", "")
    assert "hume-key" not in shown
