"""What each endpoint's import costs beside the floor of a cold start. Run in a fresh interpreter.

The floor is a bare Lambda that imports boto3, powertools' Logger and pydantic and makes a client.
Everything is imported in a fork of a process: the floor in forks of a bare one, each endpoint in
forks of one that has the floor. So an import is as cold as in a fresh interpreter, and a hundred
of them take seconds. Prints JSON: processor seconds.

Other work on the machine makes every import dearer while it lasts. So one that seems too dear is
measured again beside the floor of that moment, and given in seconds of the least floor.
"""

import json
import os
import struct
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module

FLOOR = ("boto3", "aws_lambda_powertools.logging", "pydantic.main")
TRIES = 8


def import_floor() -> None:
    for name in FLOOR:
        import_module(name)


def the_floor() -> None:
    import_floor()
    import_module("boto3").client("dynamodb", region_name="eu-west-1")


def cost_of(work: Callable[[], object]) -> float:
    """Processor seconds of some work in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        started = time.process_time()
        work()
        os.write(writing, str(time.process_time() - started).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return float(said)


class BareProcess:
    """A process that has imported nothing yet, and measures the floor whenever it is asked."""

    def __init__(self) -> None:
        asked, self._asking = os.pipe()
        self._answered, answering = os.pipe()
        if os.fork() == 0:
            os.close(self._asking)
            while os.read(asked, 1):
                os.write(answering, struct.pack("d", cost_of(the_floor)))
            os._exit(0)
        os.close(asked)

    def floor(self) -> float:
        os.write(self._asking, b"?")
        seconds: float = struct.unpack("d", os.read(self._answered, 8))[0]
        return seconds


def least(module: str, floor: float, most_times: float, bare: BareProcess) -> float:
    """The least of several tries; the first may compile."""
    work, enough = partial(import_module, module), (most_times - 1) * floor
    cost = cost_of(work)
    for _ in range(TRIES - 1):
        if cost <= enough:
            break
        cost = min(cost, cost_of(work) / bare.floor() * floor)
    return cost


def main(most_times: float, modules: list[str]) -> None:
    """Measure until each module is within its budget, or tried often enough."""
    bare = BareProcess()
    floor = min(bare.floor() for _ in range(TRIES))
    import_floor()
    costs = {module: least(module, floor, most_times, bare) for module in modules}
    print(json.dumps({"floor": floor, "costs": costs}))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
