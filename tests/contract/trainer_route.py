"""GET /v1/trainer/example: a route of trainers, for tests, whichever routes are built."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query


@endpoint(who="T")
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    return DeletedAnswer()
