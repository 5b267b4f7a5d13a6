"""What the voice agent is measured by: an echo of its service, delays of sounds, and memory."""

import asyncio
import json
import os
import subprocess
import sys
import wave
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from local.bench.voice_echo import application
from local.bench.voice_frames import measured
from local.bench.voice_processes import megabytes_below
from local.bench.voice_rooms import delays
from local.place import free_port
from local.stubs.tones import tone

RATE = 24_000
SOUND, SILENCE = tone(600, 0.02, RATE), bytes(960)


@asynccontextmanager
async def echoing() -> AsyncIterator[str]:
    runner = web.AppRunner(application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def test_sound_comes_back_as_it_was_and_silence_does_not() -> None:
    async def talk() -> dict[str, Any]:
        async with (
            echoing() as address,
            aiohttp.ClientSession() as http,
            http.ws_connect(f"{address}/v0/evi/chat") as chat,
        ):
            audio = {"channels": 1, "encoding": "linear16", "sample_rate": RATE}
            await chat.send_json({"type": "session_settings", "audio": audio})
            for samples in (SILENCE, SOUND):
                data = b64encode(samples).decode()
                await chat.send_json({"type": "audio_input", "data": data})
            said: dict[str, Any] = json.loads(await chat.receive_str(timeout=10))
            return said

    said = asyncio.run(talk())
    assert said["type"] == "audio_output"
    with wave.open(BytesIO(b64decode(said["data"]))) as sound:
        assert sound.getframerate() == RATE
        assert sound.readframes(sound.getnframes()) == SOUND


def test_each_frame_is_measured_by_way_of_the_agent_and_bare() -> None:
    async def measure() -> tuple[list[float], list[float]]:
        async with echoing() as address:
            return await measured(address, 5)

    own, bare = asyncio.run(measure())
    assert len(own) == len(bare) == 5
    assert min(*own, *bare) > 0


def test_a_sound_that_is_lost_is_not_taken_for_the_next_one() -> None:
    assert delays([0.0, 1.5, 3.0], [0.25, 3.5]) == [0.25, None, 0.5]


def test_the_memory_is_that_of_children_and_theirs() -> None:
    held = "held = b'x' * 40_000_000; print('ready', flush=True); input()"
    nested = (
        "import subprocess, sys;"
        f"child = subprocess.Popen([sys.executable, '-c', {held!r}], stdin=subprocess.PIPE);"
        "input(); child.communicate()"
    )
    before = megabytes_below(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        assert megabytes_below(os.getpid()) - before == pytest.approx(50, abs=14)
        process.communicate(b"\n")
