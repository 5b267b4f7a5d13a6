"""GET /v1/admin/clients/{id}/classes/{classId}: one class, with where its video is stored."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.operators.catalogue_answers import ClassEnvelope
from stvos.operators.classes import Classes


@endpoint(who="A")
def handler(request: Request[Query]) -> ClassEnvelope:
    classes = Classes.of(request.principal, request.path_id("id"))
    return ClassEnvelope.of(classes.require(request.path_id("classId")))
