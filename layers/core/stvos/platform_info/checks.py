"""Whether what the API stands on answers."""

import os
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from stvos import aws
from stvos.platform_info.answers import ChecksAnswer, State
from stvos.settings import settings

_KEPT_SECONDS = 30
# It answers, only not to us now.
_THROTTLED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_IMPATIENT = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})


def recent_checks() -> ChecksAnswer:
    """What a check of the last half minute found: anyone may ask, as often as they like."""
    return _checked(int(time.monotonic() // _KEPT_SECONDS))


@lru_cache(maxsize=1)
def _checked(period: int) -> ChecksAnswer:
    return check_everything()


def check_everything() -> ChecksAnswer:
    """One look at each thing, a few seconds at most."""
    return ChecksAnswer(
        database=_try(lambda: _client("dynamodb").describe_table(TableName=settings().table)),
        storage=_try(lambda: _client("s3").head_bucket(Bucket=settings().bucket)),
        email=_email(),
        ai=_configured("VERTEX_PROJECT"),
        video=_configured("LIVEKIT_URL"),
    )


def _client(service: str) -> Any:
    return aws.client(service, _IMPATIENT)


def _email() -> State:
    if not settings().mail_sender:
        return State.NOT_CONFIGURED
    return _try(lambda: _client("sesv2").get_account())


def _configured(name: str) -> State:
    """A provider's state as far as this deployment knows it: asking it would cost money."""
    return State.OK if os.environ.get(name) else State.NOT_CONFIGURED


def _try(ask: Callable[[], object]) -> State:
    try:
        ask()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        return State.UNKNOWN if code in _THROTTLED else State.DOWN
    except BotoCoreError:
        return State.DOWN
    return State.OK
