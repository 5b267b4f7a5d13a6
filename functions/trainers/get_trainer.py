"""GET /v1/trainers/{id}: a trainer with what they offer."""

from stvos.api.endpoint import Request, endpoint
from stvos.marketplace.answers import TrainerPageEnvelope
from stvos.marketplace.classes import ClassesOfTrainers
from stvos.marketplace.service import Marketplace
from stvos.models import Query


@endpoint(who="U", agents="reads", public=True, feature="coach_connect")
def handler(request: Request[Query]) -> TrainerPageEnvelope:
    marketplace = Marketplace.of(request.principal)
    offer, programmes = marketplace.trainer(request.path_id("id"))
    classes = ClassesOfTrainers.of(request.principal).upcoming(offer.trainer.id)
    return TrainerPageEnvelope.of(offer, classes, programmes)
