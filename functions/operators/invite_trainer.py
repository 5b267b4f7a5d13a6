"""POST /v1/admin/clients/{id}/trainers/{trainerId}/invite: invite a person to be a trainer.

The answer shows the code this once; with an `email` it is mailed too. It is good for 14 days, once,
and makes any invitation before it void.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import InvitationAnswer
from stvos.operators.catalogue_requests import InviteTrainerBody
from stvos.operators.categories_and_trainers import Trainers


@endpoint(who="A", body=InviteTrainerBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[InviteTrainerBody]) -> InvitationAnswer:
    trainers = Trainers.of(request.principal, request.path_id("id"))
    issued = trainers.invite(request.path_id("trainerId"), request.body.email)
    return InvitationAnswer.of(issued)
