"""What trainers ask of a class's roster."""

from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from stvos.models import Body, Id
from stvos.paging import CursorQuery

_Members = Annotated[list[Id], Field(max_length=500)]


class RosterQuery(CursorQuery):
    """`confirmed`: those with a seat. `waitlisted`: those who wait, the longest first."""

    status: Literal["confirmed", "waitlisted"] = "confirmed"


class AttendanceBody(Body):
    """The members who `attended`, by their ids: everyone else with a seat did not. Or those who
    were `absent`: everyone else with a seat attended.
    """

    attended: _Members | None = None
    absent: _Members | None = None

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        if (self.attended is None) == (self.absent is None):
            raise ValueError("needs either attended or absent")
        return self

    @property
    def named(self) -> tuple[str, list[int]]:
        """Which list it is, and who is in it."""
        if self.attended is not None:
            return "attended", self.attended
        return "absent", self.absent or []

    def there(self, held: Collection[int]) -> set[int]:
        """Who attended of those with a seat."""
        name, users = self.named
        return set(users) if name == "attended" else set(held) - set(users)
