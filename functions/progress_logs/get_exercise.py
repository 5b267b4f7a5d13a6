"""GET /v1/exercises/{id}: one exercise of the library."""

from stvos.api.endpoint import Request, endpoint
from stvos.exercises import library
from stvos.exercises.answers import ExerciseAnswer
from stvos.models import Query


@endpoint(who="K")
def handler(request: Request[Query]) -> ExerciseAnswer:
    return ExerciseAnswer(exercise=library.require_exercise(request.path_id("id")))
