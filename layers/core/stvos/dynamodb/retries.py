"""Waiting for others who are changing the same items in the same moment.

DynamoDB lets one of them through and turns the rest away, which is no fault of theirs: with 500
people joining in one moment, each counter of a partner's vouchers has some sixty writers.
"""

import random
import time
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from stvos.errors import RateLimited

PAUSES = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.0)
"""Seconds between the tries of a write, each doubled at most: some 3 s in all."""

_CONTENDED = {
    "TransactionInProgressException",
    "TransactionConflictException",
    "TransactionConflict",
    "ThrottlingError",
}


_BATCH_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


def batch_tries() -> Iterator[None]:
    """A turn for each try of a batch that is left partly undone, with pauses between them.

    Raises RuntimeError when it is so after six.
    """
    yield
    for pause in _BATCH_PAUSES:
        time.sleep(pause)
        yield
    raise RuntimeError("DynamoDB left part of a batch undone in six tries")


def back_off(error: ClientError, pauses: Iterator[float]) -> None:
    """Wait before another try. Raises RateLimited when there have been enough of them, and the
    error itself when it is no contention.
    """
    reasons: Any = error.response.get("CancellationReasons") or []
    codes = {error.response["Error"]["Code"], *(reason.get("Code") for reason in reasons)}
    if not codes & _CONTENDED:
        raise error
    pause = next(pauses, None)
    if pause is None:
        raise RateLimited(1) from error
    time.sleep(pause * (1 + random.random()))  # noqa: S311
