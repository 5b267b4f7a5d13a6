"""What the exercise library may be asked."""

from typing import Annotated

from pydantic import Field

from stvos.exercises.vocabulary import (
    Equipment,
    Level,
    Muscle,
    NoEquipment,
)
from stvos.models import Text1000
from stvos.paging import PageQuery


class ExerciseQuery(PageQuery):
    """What the library may be narrowed by; all of it must hold."""

    muscle: Muscle | None = None
    equipment: Equipment | NoEquipment | None = None
    level: Level | None = None
    search: Annotated[Text1000, Field(max_length=100)] = ""
