"""GET /v1/admin/clients/{id}/classes/{classId}: one class, with where its video is stored."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.operators.classes import Classes
from stvos.operators.content_models import ClassEnvelope


@endpoint(who="A")
def handler(request: Request[Query]) -> ClassEnvelope:
    classes = Classes.of(request.principal, request.path_id("id"))
    return ClassEnvelope.of(classes.find(request.path_id("classId")))
