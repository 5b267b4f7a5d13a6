"""What the exercise library answers."""

from stvos.exercises.models import Exercise
from stvos.models import Answer
from stvos.paging import Pagination


class ExercisesAnswer(Answer):
    items: list[Exercise]
    pagination: Pagination


class ExerciseAnswer(Answer):
    exercise: Exercise
