"""One laptop stack, from the emulator up to the front door, until it is asked to stop."""

import asyncio
import fcntl
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self, TextIO

import aiohttp

from local.agent_process import AgentError, AgentProcess
from local.api import SeedError
from local.deployment import Deployment
from local.front_door import FrontDoor
from local.place import ROOT, Place, port_is_free
from local.seed import seed
from local.stubs.servers import remembered_ports, serving
from local.template import REGION
from local.usage_plans import UsagePlans

type Say = Callable[[str], None]


class StackError(Exception):
    """The stack cannot run, for a reason that one sentence tells."""


class Lock:
    """One stack a folder: held while it runs, released by the system however it ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "run.pid"
        self._file: TextIO | None = None

    def take(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise StackError("The stack is running already; `make stop` ends it.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def holder(self) -> int | None:
        """The process that holds the lock, if any does."""
        try:
            self.take()
        except StackError:
            return int(self._path.read_text() or 0) or None
        self.release()
        return None


class Emulator:
    """The AWS emulator as a child; it ends when we close its standard input, or die."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        for folder in ("state", "s3", "mail"):
            (self._place.folder / folder).mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._place.temporary, ignore_errors=True)
        self._place.temporary.mkdir()
        await _wait_for_port(self._place.aws_port, "AWS_PORT")
        if self._place.log.exists():
            self._place.log.replace(self._place.log.with_suffix(".before.log"))
        with self._place.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "local.emulator"),
                *("--port", str(self._place.aws_port), "--mail", str(self._place.mail)),
                *("--layers", str(self._place.folder / "layers")),
                cwd=ROOT,
                env=self._place.emulator_environment(),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        await self._until_ready()

    async def _until_ready(self) -> None:
        assert self._process
        url = f"{self._place.aws_url}/_ministack/ready"
        async with aiohttp.ClientSession() as session:
            for _ in range(600):
                if self._process.returncode is not None:
                    raise StackError(f"The AWS emulator did not start; see {self._place.log}")
                try:
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
        raise StackError(f"The AWS emulator is not ready after a minute; see {self._place.log}")

    def save(self) -> None:
        """Let it save code and layers too, which it does not do by itself while it runs."""
        if self._process:
            self._process.send_signal(signal.SIGUSR1)

    async def stop(self) -> None:
        """Ends it in good order, with everything saved."""
        if self._process is None or self._process.returncode is not None:
            return
        assert self._process.stdin
        self._process.stdin.close()
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), 60)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        shutil.rmtree(self._place.temporary, ignore_errors=True)


@asynccontextmanager
async def running(
    place: Place, say: Say, *, with_demo: bool, with_stand_ins: bool = False
) -> AsyncIterator[dict[str, Any]]:
    """A stack that answers, and what stack.json says of it; all is stopped at the end."""
    lock = Lock(place.folder).take()
    emulator = Emulator(place)
    front_door: FrontDoor | None = None
    voice: AgentProcess | None = None
    stand_ins = AsyncExitStack()
    try:
        await _wait_for_port(place.api_port, "API_PORT")
        say("Starting the AWS emulator ...")
        await emulator.start()
        providers: dict[str, str] = {}
        if with_stand_ins:
            ports = remembered_ports(place.stand_in_ports)
            webhooks = f"{place.base_url}/webhooks/livekit"
            running = await stand_ins.enter_async_context(serving(ports, webhooks))
            providers = running.parameters
        deployment = Deployment(place, providers)
        say("Building and deploying template.yaml, if it changed ...")
        if await deployment.bring_up_to_date():
            emulator.save()
        facts = await asyncio.to_thread(_facts, place, deployment)
        if providers:
            facts["standIns"] = providers
            facts["certificate"] = str(running.certificate)
        plans = UsagePlans(deployment.client("apigateway"))
        api = await asyncio.to_thread(deployment.api)
        front_door = FrontDoor(api, place.aws_url, plans.plan_of)
        await front_door.start(place.api_port)
        if providers:
            voice = AgentProcess(
                providers, place.base_url, str(running.certificate), place.agent_log
            )
            say("Starting the voice agent ...")
            try:
                await asyncio.to_thread(voice.start)
                facts["agent"] = {"pid": voice.pid, "healthUrl": voice.health_url}
            except AgentError as error:
                say(f"There is no voice agent: {error}")
        if with_demo:
            say("Looking after the demo brand ...")
            known = _read(place.stack_file).get("demo")
            try:
                facts["demo"] = await seed(place.base_url, facts["adminKey"], known, place.mail)
            except SeedError as error:
                say(f"There is no demo brand: {error}")
        _write(place.stack_file, facts)
        yield facts
    finally:
        if voice:
            await asyncio.to_thread(voice.stop)
        if front_door:
            await front_door.stop()
        await emulator.stop()
        await stand_ins.aclose()
        lock.release()


def _facts(place: Place, deployment: Deployment) -> dict[str, Any]:
    """What a user of the stack needs to know; verifies the sender's address on the way."""
    sender = deployment.parameters()["MailSender"]
    mail = deployment.client("sesv2")
    with suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=sender)
    secret = deployment.client("secretsmanager").get_secret_value(
        SecretId=deployment.the("AWS::SecretsManager::Secret", "Admin")
    )
    return {
        "baseUrl": place.base_url,
        "docsUrl": f"{place.base_url}/docs",
        "adminKey": secret["SecretString"],
        "aws": {
            "endpointUrl": place.aws_url,
            "region": REGION,
            "table": deployment.the("AWS::DynamoDB::Table"),
            "bucket": deployment.the("AWS::S3::Bucket"),
        },
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return facts


def _write(path: Path, facts: dict[str, Any]) -> None:
    """Whole or not at all, and for no one else to read."""
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump(facts, file, indent=2)
        file.write("\n")
    partial.replace(path)


async def _wait_for_port(port: int, variable: str) -> None:
    """A stack that was killed takes a moment to let its ports go."""
    for _ in range(100):
        if port_is_free(port):
            return
        await asyncio.sleep(0.2)
    raise StackError(f"Port {port} is in use by another program; choose another with {variable}=.")
