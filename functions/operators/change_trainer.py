"""PUT /v1/admin/clients/{id}/trainers/{trainerId}: change a trainer; what is left out stays."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import TrainerEnvelope
from stvos.operators.catalogue_requests import ChangeTrainerBody
from stvos.operators.categories_and_trainers import Trainers


@endpoint(who="A", body=ChangeTrainerBody, raises=(Conflict,))
def handler(request: Request[ChangeTrainerBody]) -> TrainerEnvelope:
    trainers = Trainers.of(request.principal, request.path_id("id"))
    return TrainerEnvelope.of(trainers.change(request.path_id("trainerId"), request.body))
