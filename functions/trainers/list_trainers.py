"""GET /v1/trainers: the trainers whom members can book, oldest first.

`search` finds the beginnings of words of a name. `active=false` lists those who
cannot be booked at present instead.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.marketplace.answers import TrainersAnswer
from stvos.marketplace.service import Marketplace
from stvos.trainers.requests import TrainersQuery


@endpoint(who="U", agents="reads", public=True, feature="coach_connect", query=TrainersQuery)
def handler(request: Request[TrainersQuery]) -> TrainersAnswer:
    trainers = Marketplace.of(request.principal).trainers(request.query)
    return TrainersAnswer.of(trainers, request.query)
