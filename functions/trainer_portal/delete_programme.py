"""DELETE /v1/trainer/programmes/{id}: offer a programme no more.

Members who follow it go on to its end.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query
from stvos.programmes.own import OwnProgrammes


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    OwnProgrammes.of(request.caller).withdraw(request.path_id("id"))
    return DeletedAnswer()
