"""agent/: it calls what its tokens open, sends what the API takes, and its recipes are whole."""

import re

from local.place import ROOT
from stvos.onboarding.requests import AnswersBody
from stvos.onboarding.voice import AGENT_NAME
from tests.contract.repository import built
from tests.contract.test_agent_tokens import CONFIRMED, OF_SESSIONS, READ
from voice_agent.tools import coaching, onboarding

AGENT = ROOT / "agent"
VARIABLE = re.compile(r'"([A-Z][A-Z_]{4,})"')
SETTINGS = set(VARIABLE.findall((AGENT / "voice_agent" / "settings.py").read_text("utf-8")))


def of_api(path: str) -> str:
    return f"/v1{path.replace('{}', '{id}')}"


def test_it_registers_under_the_name_that_the_api_asks_for() -> None:
    worker = (AGENT / "voice_agent" / "worker.py").read_text("utf-8")
    assert f'AGENT_NAME = "{AGENT_NAME}"' in worker


def test_its_tools_call_only_routes_that_take_its_token() -> None:
    source = (AGENT / "voice_agent" / "tools" / "onboarding.py").read_text("utf-8")
    called = set(re.findall(r'_api\.(get|post)\(\s*"([^"]+)"', source))
    assert called
    assert {f"{method.upper()} {of_api(path)}" for method, path in called} <= OF_SESSIONS

    source = (AGENT / "voice_agent" / "tools" / "coaching.py").read_text("utf-8")
    reads = {*coaching._READS.values(), *coaching._ABOUT_A_TRAINER.values()}
    reads |= set(re.findall(r'_api\.get\("([^"]+)"', source))
    assert {f"GET {of_api(path)}" for path in reads} <= READ
    assert {f"POST {of_api(one.path)}" for one in coaching._ACTIONS.values()} == CONFIRMED


def test_what_it_asks_a_newcomer_for_is_what_the_api_takes() -> None:
    asked = set(onboarding._PROFILE["properties"])
    assert asked <= {field.alias or name for name, field in AnswersBody.model_fields.items()}


def test_its_actions_send_fields_that_the_api_takes() -> None:
    bodies = {f"{one.spec.method} {one.spec.path}": one.spec.body for one in built()}
    for action in coaching._ACTIONS.values():
        body = bodies[f"POST {of_api(action.path)}"]
        assert body is not None
        taken = {field.alias or name for name, field in body.model_fields.items()}
        assert set(action.fields) <= taken, action.path


def test_tools_declare_each_field_that_their_actions_send() -> None:
    declared = {tool.name: set(tool.parameters["properties"]) for tool in coaching.TOOLS}
    for name, action in coaching._ACTIONS.items():
        target = {action.target} if action.target else set()
        assert declared[name] == {*action.fields, *target}, name


def test_every_setting_is_documented_and_every_documented_one_is_there() -> None:
    text = (ROOT / "docs" / "voice-agent.md").read_text("utf-8")
    table = text[text.index("## Settings") : text.index("## What happens when")]
    assert set(re.findall(r"`([A-Z][A-Z_]{4,})`", table)) == SETTINGS


def test_the_recipe_for_fargate_sets_only_settings() -> None:
    recipe = (AGENT / "fargate.yaml").read_text("utf-8")
    named = set(re.findall(r"Name: ([A-Z_]+),", recipe))
    assert {"STVOS_API_URL", "LIVEKIT_URL"} <= named <= SETTINGS
    secrets = dict(
        re.findall(r"Name: ([A-Z_]+), ValueFrom: !Sub \"\$\{SettingsSecret\}:(\w+)", recipe)
    )
    assert all(name == key for name, key in secrets.items())


def test_its_packages_are_pinned_with_all_that_they_pull_in() -> None:
    def pins(name: str) -> set[str]:
        lines = (AGENT / name).read_text("utf-8").splitlines()
        return {line for line in lines if line and not line.startswith("#")}

    constraints = pins("constraints.txt")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s]+", line) for line in constraints)
    assert pins("requirements.txt") <= constraints


def test_the_image_is_made_of_what_is_there() -> None:
    image = (AGENT / "Dockerfile").read_text("utf-8")
    version = (ROOT / ".python-version").read_text("utf-8").strip()
    assert f"FROM python:{'.'.join(version.split('.')[:2])}-" in image
    for line in re.findall(r"^COPY (.+) \S+$", image, re.MULTILINE):
        assert all((AGENT / name).exists() for name in line.split()), line
