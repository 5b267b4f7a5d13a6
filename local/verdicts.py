"""What a check of a deployed stack found, and how it is said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from botocore.exceptions import BotoCoreError, ClientError


class Verdict(StrEnum):
    """How a check ended. Only `FAILED` fails the command."""

    OK = "ok"
    WARNING = "warning"
    UNKNOWN = "not known"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    check: str
    verdict: Verdict
    about: str = ""

    def __str__(self) -> str:
        return f"{self.verdict:<9}  {self.check}{': ' if self.about else ''}{self.about}"


type Problems = Iterator[str]
"""A sentence for each thing that is not as the template says."""


def checked(name: str, check: Callable[[], Problems], *, only_warn: bool = False) -> Finding:
    """Run one check. What AWS does not answer is not known, which is never ok."""
    try:
        problems = list(check())
    except (BotoCoreError, ClientError, OSError) as error:
        return Finding(name, Verdict.UNKNOWN, str(error))
    if not problems:
        return Finding(name, Verdict.OK)
    return Finding(name, Verdict.WARNING if only_warn else Verdict.FAILED, "; ".join(problems))
