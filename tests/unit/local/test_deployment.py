"""What a deployment is made from, and when it is made again."""

from pathlib import Path

import pytest

from local import deployment
from local.deployment import (
    DeploymentError,
    check_secrets,
    content_hash,
    local_parameters,
    variable_of,
)
from local.place import architecture


def value_of(parameters: list[str], name: str) -> str:
    [value] = [item.partition("=")[2] for item in parameters if item.startswith(f"{name}=")]
    return value


def test_the_laptops_parameters_are_samconfigs_and_the_machines() -> None:
    parameters = local_parameters()
    assert value_of(parameters, "Stage") == "local"
    assert value_of(parameters, "Architecture") == architecture()
    assert "@" in value_of(parameters, "MailSender")


def test_a_provider_is_set_by_the_variable_of_its_parameters_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIVEKIT_API_KEY", 'a "b" c\\d')
    monkeypatch.delenv("VERTEX_API_ENDPOINT", raising=False)
    parameters = local_parameters()
    assert value_of(parameters, "LivekitApiKey") == '"a \\"b\\" c\\\\d"'
    assert value_of(parameters, "VertexApiEndpoint") == '""'


def test_what_is_given_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEKIT_URL", "wss://real.example")
    monkeypatch.setenv("HUME_API_BASE", "https://hume.example")
    parameters = local_parameters({"LivekitUrl": "ws://127.0.0.1:1"})
    assert value_of(parameters, "LivekitUrl") == '"ws://127.0.0.1:1"'
    assert value_of(parameters, "HumeApiBase") == '"https://hume.example"'


@pytest.mark.parametrize("missing", ["LivekitApiKey", "LivekitApiSecret"])
def test_livekit_without_a_secret_does_not_start(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"):
        monkeypatch.delenv(name, raising=False)
    whole = {"LivekitUrl": "ws://127.0.0.1:1", "LivekitApiKey": "k", "LivekitApiSecret": "s"}

    check_secrets(local_parameters())
    check_secrets(local_parameters(whole))
    with pytest.raises(DeploymentError, match=f"without {variable_of(missing)}"):
        check_secrets(local_parameters(whole | {missing: ""}))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one function."""
    (tmp_path / "functions" / "accounts").mkdir(parents=True)
    (tmp_path / "functions" / "accounts" / "login.py").write_text("one")
    for name in ("template.yaml", "samconfig.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(deployment, "ROOT", tmp_path)
    return tmp_path


def test_a_change_of_a_source_or_a_parameter_is_a_new_content(tree: Path) -> None:
    before = content_hash(["Stage=local"])
    assert content_hash(["Stage=local"]) == before
    assert content_hash(["Stage=other"]) != before
    (tree / "functions" / "accounts" / "login.py").write_text("two")
    changed = content_hash(["Stage=local"])
    assert changed != before
    (tree / "functions" / "accounts" / "login.py").rename(tree / "functions" / "login.py")
    assert content_hash(["Stage=local"]) != changed


def test_what_running_leaves_behind_is_no_change(tree: Path) -> None:
    before = content_hash([])
    cache = tree / "functions" / "accounts" / "__pycache__"
    cache.mkdir()
    (cache / "login.cpython-313.pyc").write_bytes(b"x")
    assert content_hash([]) == before
