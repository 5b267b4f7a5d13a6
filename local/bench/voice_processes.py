"""The processes of a benchmark of the voice agent: the agent, what it calls, and their memory."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from livekit.api import CreateAgentDispatchRequest, DeleteRoomRequest, LiveKitAPI

from local.agent_process import AgentProcess
from local.bench.voice_rooms import CALLER
from local.place import ROOT
from local.stubs.servers import LIVEKIT_KEYS

_AGENT_NAME = "stvos-voice"
_METADATA = json.dumps({"kind": "onboarding", "sessionId": "-", "token": "-"})


@contextmanager
def child(program: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """A program of `agent_child`, and what it says when it is ready; it ends with this."""
    path = os.pathsep.join(map(str, (ROOT, ROOT / "agent")))
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "local.bench.agent_child", program, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # LiveKit's client writes there what it thinks of a room that closes.
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout
        if not (said := process.stdout.readline()):
            raise RuntimeError(f"{program} did not start")
        ready: dict[str, Any] = json.loads(said)
        yield ready
    finally:
        process.communicate()


@contextmanager
def worker(parameters: dict[str, str], api: str, certificate: str) -> Iterator[AgentProcess]:
    """The agent as the laptop stack starts it."""
    with TemporaryDirectory() as folder:
        agent = AgentProcess(parameters, api, certificate, Path(folder) / "agent.log")
        agent.start()
        try:
            yield agent
        finally:
            agent.stop()


@dataclass(frozen=True)
class TalkRoom:
    """A room of LiveKit's stand-in."""

    url: str
    name: str
    server: LiveKitAPI

    def token(self, who: str = CALLER, kind: str = "standard") -> str:
        granted = {"room": self.name, "roomJoin": True}
        claims = {"sub": who, "kind": kind, "video": granted}
        return LIVEKIT_KEYS.token(claims, seconds=3600)

    async def send_agent(self) -> None:
        await self.server.agent_dispatch.create_dispatch(
            CreateAgentDispatchRequest(agent_name=_AGENT_NAME, room=self.name, metadata=_METADATA)
        )


@asynccontextmanager
async def talk_room(url: str) -> AsyncIterator[TalkRoom]:
    """Which is deleted at the end, so that its agent leaves."""
    name = f"bench-{uuid4().hex[:8]}"
    address = url.replace("ws", "http", 1)
    async with LiveKitAPI(address, LIVEKIT_KEYS.key, LIVEKIT_KEYS.secret) as server:
        try:
            yield TalkRoom(url, name, server)
        finally:
            await server.room.delete_room(DeleteRoomRequest(room=name))


def megabytes_below(pid: int) -> float:
    """The proportional memory of a process's descendants together: what several share is divided
    among them.
    """
    children: dict[int, list[int]] = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(status.parent.name))
    found, waiting = 0, list(children[pid])
    while waiting:
        one = waiting.pop()
        waiting += children[one]
        found += _kilobytes(one)
    return found / 1024


def _kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
