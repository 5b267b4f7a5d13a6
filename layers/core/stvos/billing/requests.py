"""Requests about billing."""

from typing import Annotated

from pydantic import Field, StringConstraints

from stvos.models import Body, Id

MonthText = Annotated[
    str,
    StringConstraints(min_length=7, max_length=7, pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"),
    Field(examples=["2026-01"]),
]


class RunBody(Body):
    """Make the reports of a month, for one partner or for all. `dryRun` only says which ones."""

    month: MonthText
    partner_id: Id | None = None
    dry_run: bool = False
