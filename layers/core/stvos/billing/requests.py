"""Requests about billing."""

from stvos.models import Body, Id
from stvos.months import MonthText


class RunBody(Body):
    """Make the reports of a month, for one partner or for all. `dryRun` only says which ones."""

    month: MonthText
    partner_id: Id | None = None
    dry_run: bool = False
