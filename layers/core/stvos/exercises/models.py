"""An exercise, as the data files hold it and the API shows it."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from stvos.exercises.vocabulary import (
    Contraindication,
    Equipment,
    ExerciseKind,
    Level,
    Measure,
    Muscle,
    Pattern,
)
from stvos.models import Answer, Id


class Muscles(Answer):
    """The muscles that do the work, and those that help."""

    model_config = ConfigDict(extra="forbid")

    primary: Annotated[tuple[Muscle, ...], Field(min_length=1)]
    secondary: tuple[Muscle, ...]

    @property
    def all(self) -> tuple[Muscle, ...]:
        return self.primary + self.secondary


class Exercise(Answer):
    """One exercise. Its id and slug are public: neither changes nor comes back for another.

    All of it is shown, so the data files are read straight into the answer.
    """

    model_config = ConfigDict(extra="forbid")

    id: Id
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Annotated[str, StringConstraints(min_length=3, max_length=60)]
    muscles: Muscles
    equipment: tuple[Equipment, ...]
    level: Level
    pattern: Pattern
    kind: ExerciseKind
    unilateral: bool
    measured_by: Measure
    contraindications: tuple[Contraindication, ...]
    instructions: Annotated[str, StringConstraints(min_length=80, max_length=400)]
