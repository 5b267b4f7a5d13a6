"""PUT /v1/admin/clients/{id}/live-classes/{liveId}: change a live class.

What is left out stays; null clears what may be empty.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import LiveClassEnvelope
from stvos.operators.catalogue_requests import ChangeLiveClassBody
from stvos.operators.live_classes import LiveClasses


@endpoint(who="A", body=ChangeLiveClassBody, raises=(Conflict,))
def handler(request: Request[ChangeLiveClassBody]) -> LiveClassEnvelope:
    live_classes = LiveClasses.of(request.principal, request.path_id("id"))
    return LiveClassEnvelope.of(live_classes.change(request.path_id("liveId"), request.body))
