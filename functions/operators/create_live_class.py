"""POST /v1/admin/clients/{id}/live-classes: schedule a live class.

Its trainer, and its category if it has one, must be this brand's. Without `capacity` anybody may
join.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import LiveClassEnvelope
from stvos.operators.catalogue_requests import CreateLiveClassBody
from stvos.operators.live_classes import LiveClasses


@endpoint(who="A", body=CreateLiveClassBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateLiveClassBody]) -> LiveClassEnvelope:
    live_classes = LiveClasses.of(request.principal, request.path_id("id"))
    return LiveClassEnvelope.of(live_classes.create(request.body))
