"""GET /v1/admin/clients/{id}/trainers: a brand's trainers, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.catalogue_answers import OperatorTrainerAnswer, OperatorTrainersAnswer
from stvos.operators.categories_and_trainers import Trainers
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> OperatorTrainersAnswer:
    trainers = Trainers.of(request.principal, request.path_id("id")).all()
    return OperatorTrainersAnswer(
        items=[OperatorTrainerAnswer.of(trainer) for trainer in request.query.cut(trainers)],
        pagination=request.query.pagination(len(trainers)),
    )
