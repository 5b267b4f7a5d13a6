"""Processes beside the measured agent: `python -m local.bench.agent_child PROGRAM ARGUMENT...`.

Each prints one line of JSON when it is ready, or has measured, and ends with its standard input.
"""

import asyncio
import json
import sys
from collections.abc import Coroutine
from typing import Any

from local.parent import call_at_end_of_input
from local.place import free_port


def _say(**facts: Any) -> None:
    sys.stdout.write(f"{json.dumps(facts)}\n")
    sys.stdout.flush()


async def _until_end_of_input() -> None:
    ended = asyncio.Event()
    call_at_end_of_input(asyncio.get_running_loop(), ended.set)
    await ended.wait()


async def stand_ins() -> None:
    """Rooms with media, and the services as the laptop stack has them."""
    from local.stubs.servers import COUNT, serving

    async with serving([free_port() for _ in range(COUNT)]) as running:
        _say(parameters=running.parameters, certificate=str(running.certificate))
        await _until_end_of_input()


async def echo() -> None:
    """The service that echoes, and the API that knows nothing."""
    from aiohttp import web

    from local.bench.voice_echo import application

    runner = web.AppRunner(application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    _say(address=f"http://127.0.0.1:{port}")
    await _until_end_of_input()
    await runner.cleanup()


async def mirror(url: str, token: str) -> None:
    """A participant that plays what it hears as it comes, and does nothing else."""
    from local.bench.voice_rooms import Mirror

    participant = Mirror()
    await participant.enter(url, token)
    _say()
    await _until_end_of_input()
    await participant.leave()


async def frames(address: str, count: str) -> None:
    """The agent's classes by themselves: milliseconds a frame, and of the bare echo."""
    from local.bench.voice_frames import measured

    own, bare = await measured(address, int(count))
    _say(own=own, bare=bare)


_PROGRAMS = {"stand-ins": stand_ins, "echo": echo, "mirror": mirror, "frames": frames}


def main(name: str, *arguments: str) -> None:
    program: Coroutine[Any, Any, None] = _PROGRAMS[name](*arguments)  # type: ignore[operator]
    asyncio.run(program)


if __name__ == "__main__":
    main(*sys.argv[1:])
