"""GET /v1/trainers/{id}/classes: a trainer's recorded classes and the group classes to come."""

from stvos.api.endpoint import Request, endpoint
from stvos.marketplace.class_answers import TrainerClassesAnswer
from stvos.marketplace.classes import ClassesOfTrainers
from stvos.models import Query


@endpoint(who="U", agents="reads", public=True, feature="coach_connect")
def handler(request: Request[Query]) -> TrainerClassesAnswer:
    classes = ClassesOfTrainers.of(request.principal)
    return TrainerClassesAnswer.of(classes.of_trainer(request.path_id("id")))
