"""POST /v1/admin/clients/{id}/trainers: add a trainer."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import TrainerEnvelope
from stvos.operators.catalogue_requests import CreateTrainerBody
from stvos.operators.categories_and_trainers import Trainers


@endpoint(who="A", body=CreateTrainerBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateTrainerBody]) -> TrainerEnvelope:
    trainers = Trainers.of(request.principal, request.path_id("id"))
    return TrainerEnvelope.of(trainers.create(request.body))
