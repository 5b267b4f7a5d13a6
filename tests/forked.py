"""Work in a forked process, so that what a library keeps for good goes with it."""

import os
import traceback
import warnings
from collections.abc import Callable
from multiprocessing import Pipe

import pytest

from tests import rights


def in_child(work: Callable[[], None]) -> None:
    """Do `work` on a copy of this process; a failure there is one of the test here.

    The child sees everything that was stored before, and nothing that it stores is seen after.
    """
    receiver, sender = Pipe(duplex=False)
    with warnings.catch_warnings():
        # The other thread is the one by which pytest-xdist receives; the child does not use it.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        sender.send(_failure_of(work))
        os._exit(0)
    sender.close()
    try:
        failure = receiver.recv()
    except EOFError:
        failure = "the forked process died"
    finally:
        receiver.close()
        os.waitpid(child, 0)
    if failure:
        pytest.fail(failure, pytrace=False)


def _failure_of(work: Callable[[], None]) -> str:
    try:
        work()
    except BaseException:
        return traceback.format_exc()
    return "\n".join(f"without the right to: {line}" for line in sorted(set(rights.violations)))
