"""What trainers ask of a class's roster."""

from typing import Annotated, Literal

from pydantic import Field

from stvos.models import Body, Id
from stvos.paging import CursorQuery


class RosterQuery(CursorQuery):
    """`confirmed`: those with a seat. `waitlisted`: those who wait, the longest first."""

    status: Literal["confirmed", "waitlisted"] = "confirmed"


class AttendanceBody(Body):
    """The members who attended, by their ids; everyone else with a seat did not."""

    attended: Annotated[list[Id], Field(max_length=5000)]
