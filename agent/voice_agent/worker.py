"""The process: registers with LiveKit, takes jobs, says whether it is well, and ends gracefully."""

import asyncio
import logging
import math
import signal
import sys

from livekit.agents import AgentServer, JobContext, JobRequest

from voice_agent import task_protection
from voice_agent.settings import Settings, SettingsError

# The API asks LiveKit for an agent of this name.
AGENT_NAME = "stvos-voice"
_USUAL_LOAD = 0.7

logger = logging.getLogger("voice_agent")


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = Settings.of_environment()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    """Until SIGTERM or SIGINT; then no new talks, and the process ends when the last one has."""
    server = _server(settings)
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    running = asyncio.create_task(server.run())
    asked = asyncio.create_task(ending.wait())
    protection = task_protection.of_this_task(lambda: len(server.active_jobs))
    protecting = asyncio.create_task(protection.keep_up()) if protection else None
    await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        logger.error("the worker ended by itself")
        running.result()
        return 1
    try:
        await server.drain(timeout=settings.drain_seconds)
    except TimeoutError:
        logger.warning("talks went on for longer than %s s", settings.drain_seconds)
    await server.aclose()
    await running
    if protecting:
        protecting.cancel()
    return 0


def _server(settings: Settings) -> AgentServer:
    server = AgentServer(
        ws_url=settings.livekit_url,
        api_key=settings.livekit_key,
        api_secret=settings.livekit_secret,
        host=settings.health_host,
        port=settings.health_port,
        drain_timeout=settings.drain_seconds,
        load_threshold=math.inf if settings.takes_any_load else _USUAL_LOAD,
        num_idle_processes=1,
        # Loaded once, and shared by the processes of all talks.
        preload_modules=["voice_agent.job"],
        log_level="INFO",
    )
    server.on("worker_registered", lambda *_: logger.info("registered with LiveKit"))
    server.rtc_session(run_job, agent_name=AGENT_NAME, on_request=_accept)
    return server


async def run_job(context: JobContext) -> None:
    """In a process of its own, which finds this function by its name."""
    # Loaded there: this process only hands jobs out.
    from voice_agent import job

    await job.run(context)


async def _accept(request: JobRequest) -> None:
    await request.accept(name="Coach")
