"""The stand-in servers, started and ended together, with what a caller of them needs to know."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from local.place import free_port, port_is_free
from local.stubs.hume import HumeStandIn
from local.stubs.livekit import LivekitStandIn
from local.stubs.livekit_keys import ApiKeys
from local.stubs.plain_or_tls import listening
from local.stubs.vertex import VertexStandIn, credentials_for

PROJECT = "stand-in"
# As good as any: the servers answer this machine only. HS256 wants 32 bytes of secret.
LIVEKIT_KEYS = ApiKeys("APIStandIn", "a-secret-of-the-stand-in-for-livekit")
HUME_KEYS = ("hume-stand-in", "a-secret-of-the-stand-in-for-hume")
HUME_WEBHOOK_KEY = "a-webhook-key-of-the-stand-in-for-hume"
COUNT = 3


@dataclass(frozen=True)
class StandIns:
    """Running stand-ins."""

    vertex: str
    livekit: str
    hume: str
    rooms: LivekitStandIn
    """LiveKit's inside, for tests that need a participant in a room."""
    gemini: VertexStandIn
    """Vertex AI's inside, for tests that say what it answers."""
    evi: HumeStandIn
    """Hume's inside, for tests of what is spoken with it."""
    certificate: Path
    """By which Vertex AI's address answers TLS, too: Google's client of the Live API insists on it,
    and trusts the file that `SSL_CERT_FILE` names.
    """

    @property
    def parameters(self) -> dict[str, str]:
        """The template's parameters that make a stack use them."""
        return {
            "VertexProject": PROJECT,
            "VertexApiEndpoint": self.vertex,
            "VertexCredentials": credentials_for(self.vertex),
            "LivekitUrl": self.livekit.replace("http", "ws", 1),
            "LivekitApiKey": LIVEKIT_KEYS.key,
            "LivekitApiSecret": LIVEKIT_KEYS.secret,
            "HumeApiBase": self.hume,
            "HumeApiKey": HUME_KEYS[0],
            "HumeSecretKey": HUME_KEYS[1],
            "HumeConfigId": "configuration-of-the-stand-in",
            "HumeWebhookKey": HUME_WEBHOOK_KEY,
            "VoiceProvider": "hume",
        }


@asynccontextmanager
async def serving(ports: Sequence[int], webhooks: str = "") -> AsyncIterator[StandIns]:
    """The three servers, on these ports of the loopback address.

    `webhooks`: the address to which LiveKit's tells what happens in its rooms.
    """
    rooms, gemini, evi = LivekitStandIn(LIVEKIT_KEYS), VertexStandIn(), HumeStandIn(*HUME_KEYS)
    rooms.webhooks.url = webhooks
    applications = (gemini.application(), rooms.application(), evi.application())
    runners = [web.AppRunner(application, access_log=None) for application in applications]
    try:
        for runner in runners:
            await runner.setup()
        for runner, port in zip(runners[1:], ports[1:], strict=True):
            await web.TCPSite(runner, "127.0.0.1", port).start()
        vertex, livekit, hume = (f"http://127.0.0.1:{port}" for port in ports)
        async with listening(runners[0], ports[0]) as certificate:
            yield StandIns(vertex, livekit, hume, rooms, gemini, evi, certificate)
    finally:
        for runner in runners:
            await runner.cleanup()


@contextmanager
def serving_beside() -> Iterator[StandIns]:
    """The same on a thread of their own, for callers who are not asynchronous."""
    started: list[StandIns] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        try:
            async with serving([free_port() for _ in range(COUNT)]) as stand_ins:
                started.append(stand_ins)
                ready.set()
                await stop.wait()
        finally:
            ready.set()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()], daemon=True)
    thread.start()
    ready.wait()
    if not started:
        raise RuntimeError("the stand-in servers did not start")
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def remembered_ports(file: Path) -> list[int]:
    """The ports of the last time, if they are free: with others, all would be deployed again."""
    try:
        ports = [int(port) for port in json.loads(file.read_text())]
    except (OSError, TypeError, ValueError):
        ports = []
    if len(ports) != COUNT or not all(map(port_is_free, ports)):
        ports = [free_port() for _ in range(COUNT)]
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(json.dumps(ports))
    return ports
