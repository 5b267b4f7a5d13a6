"""PUT /v1/admin/clients/{id}/classes/{classId}: change a class.

What is left out stays; null clears what may be empty.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import ClassEnvelope
from stvos.operators.catalogue_requests import ChangeClassBody
from stvos.operators.classes import Classes


@endpoint(who="A", body=ChangeClassBody, raises=(Conflict,))
def handler(request: Request[ChangeClassBody]) -> ClassEnvelope:
    classes = Classes.of(request.principal, request.path_id("id"))
    return ClassEnvelope.of(classes.change(request.path_id("classId"), request.body))
