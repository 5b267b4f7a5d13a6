"""Ending with the process that started us, however it ends."""

import asyncio
import os
import threading
from collections.abc import Callable


def call_at_end_of_input(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """The parent holds the other end of our standard input: when it dies, that is closed."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        loop.call_soon_threadsafe(callback)

    threading.Thread(target=wait, daemon=True, name="parent-watch").start()
