"""The real template on a laptop stack of the tests' own, over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from local.deployment import variable_of
from local.place import CREDENTIALS, ROOT, free_port
from tests.end_to_end.api import Api
from tests.end_to_end.brand import HARVEST, QUARRY, Brand, set_up
from tests.end_to_end.voice_talks import Newcomer, Service

# So that a step that fails shows what it compared.
pytest.register_assert_rewrite("tests.end_to_end.steps")

START_SECONDS = 300


@dataclass(frozen=True)
class LaptopStack:
    """A running stack, as stack.json describes it."""

    base_url: str
    admin_key: str
    mail: Path
    table: str
    bucket: str
    endpoint_url: str
    region: str
    demo: dict[str, Any]
    stand_ins: dict[str, str]
    certificate: str
    agent: dict[str, Any]
    folder: Path
    pid: int

    def aws(self, service: str) -> Any:
        """A boto3 client of this stack's emulated AWS."""
        make: Any = boto3.client
        return make(service, endpoint_url=self.endpoint_url, region_name=self.region, **CREDENTIALS)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LaptopStack]:
    """`make run STUBS=1` with a folder and ports of its own."""
    with started(tmp_path_factory.mktemp("stack")) as running:
        yield running


@contextmanager
def started(folder: Path, providers: Mapping[str, str] | None = None) -> Iterator[LaptopStack]:
    """A stack on what the folder holds; ended by its process id.

    `providers`: the template's parameters for them; without it, the stack starts stand-ins.
    """
    facts = folder / "stack.json"
    log = folder / "run.log"
    settings = {variable_of(name): value for name, value in (providers or {}).items()}
    ports = ["--api-port", str(free_port()), "--aws-port", str(free_port())]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "local.run", "run", "--with-parent"),
                *("--folder", str(folder), *ports),
                *([] if providers else ["--stubs"]),
            ],
            cwd=ROOT,
            env={**os.environ, **settings, "PYTHONPATH": ""},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _until_ready(log, process)
        said = json.loads(facts.read_text())
        yield LaptopStack(
            base_url=said["baseUrl"],
            admin_key=said["adminKey"],
            mail=folder / "mail",
            table=said["aws"]["table"],
            bucket=said["aws"]["bucket"],
            endpoint_url=said["aws"]["endpointUrl"],
            region=said["aws"]["region"],
            demo=said.get("demo", {}),
            stand_ins=said.get("standIns", {}),
            certificate=said.get("certificate", ""),
            agent=said.get("agent", {}),
            folder=folder,
            pid=process.pid,
        )
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until_ready(log: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(START_SECONDS * 5):
        if "Ready after" in log.read_text(errors="replace"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the laptop stack did not start:\n{log.read_text(errors='replace')[-4000:]}")


# ---------------------------------------------------------------- the journeys


@pytest.fixture(scope="session")
def operator(stack: LaptopStack) -> Api:
    return Api(stack.base_url, {"X-Admin-Key": stack.admin_key})


@pytest.fixture(scope="session")
def brand(operator: Api) -> Brand:
    return set_up(operator, HARVEST)


@pytest.fixture(scope="session")
def second_brand(operator: Api) -> Brand:
    return set_up(operator, QUARRY)


@pytest.fixture
def app(stack: LaptopStack, brand: Brand) -> Api:
    return Api(stack.base_url, {"X-API-Key": brand.key})


@pytest.fixture
def address() -> str:
    return f"{uuid4().hex[:12]}@example.com"


# ---------------------------------------------------------------- talks with the voice agent


@pytest.fixture
def services(stack: LaptopStack) -> Iterator[dict[str, Service]]:
    """Those that speak, by name; Hume is the first, as the stack's settings have it."""
    found = {
        "hume": Service(stack.stand_ins["HumeApiBase"]),
        "gemini": Service(stack.stand_ins["VertexApiEndpoint"]),
    }
    for service in found.values():
        service.behaves(reply_seconds=0.4)
    yield found
    for service in found.values():
        service.behaves_well()


@pytest.fixture
def newcomer(stack: LaptopStack) -> Newcomer:
    return Newcomer(stack)
