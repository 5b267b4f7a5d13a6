"""The AWS emulator as a child process of the stack: state kept, mails kept, ends with its parent.

Started by `local.stack` as `python -m local.emulator`, with the emulator's settings in the
environment, because it reads them when it is imported.
"""

import argparse
import asyncio
import logging
import signal
import time
from pathlib import Path
from typing import Any, cast

import ministack.app  # type: ignore[import-untyped]
from hypercorn.asyncio import serve as hypercorn_serve
from hypercorn.config import Config
from ministack.core.persistence import save_state  # type: ignore[import-untyped]

from local import emulator_gaps
from local.mail_sink import Asgi, MailSink, Message, Receive, Send
from local.parent import call_at_end_of_input

SAVE_EVERY_SECONDS = 3.0
# What changes with use. The rest (code, layers, the API, roles) changes with a deployment, and is
# saved after one (SIGUSR1) and at the end.
DATA = frozenset({"apigateway_v1", "dynamodb", "s3", "secretsmanager", "sqs", "ssm"})


class StateKeeper:
    """Saves changed state every few seconds, so that a killed emulator loses little.

    The emulator itself saves only on an orderly shutdown.
    """

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._changed = False
        self._everything = False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
            self._changed = True

    def save_everything_soon(self) -> None:
        self._everything = True

    async def run(self) -> None:
        pause = SAVE_EVERY_SECONDS
        while True:
            await asyncio.sleep(pause)
            await asyncio.to_thread(emulator_gaps.end_idle_workers)
            if not (self._changed or self._everything):
                continue
            everything, self._everything, self._changed = self._everything, False, False
            began = time.monotonic()
            if not await asyncio.to_thread(_save, everything):
                self._changed = True
                self._everything = self._everything or everything
            pause = max(SAVE_EVERY_SECONDS, 4 * (time.monotonic() - began))


def _save(everything: bool) -> bool:
    """Whether all is saved; a service that changed under our eyes is for the next time."""
    complete = True
    for name, state_of in ministack.app._build_persistence_save_dict().items():
        if name not in DATA and not everything:
            continue
        try:
            state = state_of()
        except RuntimeError:
            complete = False
            continue
        if state is not None:
            save_state(name, state)
    return complete


async def serve(port: int, mail: Path, layers: Path) -> None:
    """Serve until SIGTERM or until the parent is gone."""
    emulator_gaps.close_all(layers)

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    keeper = StateKeeper(MailSink(cast("Asgi", ministack.app.app), mail))
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, keeper.save_everything_soon)
    call_at_end_of_input(loop, stop.set)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.accesslog = None
    saving = asyncio.create_task(keeper.run())

    async def until_stopped() -> None:
        await stop.wait()

    try:
        await hypercorn_serve(cast("Any", keeper), config, shutdown_trigger=until_stopped)
    finally:
        saving.cancel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--mail", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    options = parser.parse_args()
    logging.getLogger("persistence").setLevel(logging.WARNING)
    asyncio.run(serve(options.port, options.mail, options.layers))


if __name__ == "__main__":
    main()
