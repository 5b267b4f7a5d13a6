"""POST /v1/trainer/services: offer a one-to-one session. A trainer has at most 50 services."""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.trainers.answers import OwnServiceEnvelope
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.requests import NewServiceBody


@endpoint(
    who="T",
    feature="coach_connect",
    body=NewServiceBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NewServiceBody, Account]) -> OwnServiceEnvelope:
    return OwnServiceEnvelope.of(OwnSchedule.of(request.caller).add_service(request.body))
