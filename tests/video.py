"""LiveKit for tests of what has video rooms: the stand-in, as `make run STUBS=1` has it."""

import atexit
import os
from contextlib import ExitStack
from functools import cache

from local.deployment import variable_of
from local.stubs.servers import StandIns, serving_beside


@cache
def livekit() -> StandIns:
    """The stand-ins, with LiveKit set up for this process from the first call on."""
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    running = until_the_end.enter_context(serving_beside())
    os.environ.update(
        {
            variable_of(name): value
            for name, value in running.parameters.items()
            if name.startswith("Livekit")
        }
    )
    return running
