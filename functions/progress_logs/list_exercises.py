"""GET /v1/exercises: the exercise library, narrowed and by name.

`muscle` counts whether it leads or helps, `equipment=none` means body weight alone, `search` finds
the beginnings of words in names and muscles.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.exercises import library
from stvos.exercises.answers import ExercisesAnswer
from stvos.exercises.requests import ExerciseQuery


@endpoint(who="K", query=ExerciseQuery)
def handler(request: Request[ExerciseQuery]) -> ExercisesAnswer:
    wanted = request.query
    exercises = library.search(
        muscle=wanted.muscle,
        equipment=wanted.equipment,
        level=wanted.level,
        text=wanted.search,
    )
    return ExercisesAnswer(
        items=wanted.cut(exercises), pagination=wanted.pagination(len(exercises))
    )
