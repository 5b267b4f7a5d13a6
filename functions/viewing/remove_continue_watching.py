"""DELETE /v1/users/me/continue-watching/{classId}: take a class out of "continue watching".

It is there again once it is played again. Watch time and history stay.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.viewing.answers import RemovedAnswer
from stvos.viewing.service import Player


@endpoint(who="U", feature="classes")
def handler(request: Request[Query, Account]) -> RemovedAnswer:
    player = Player.for_member(request.principal, request.caller)
    player.put_aside(request.path_id("classId"))
    return RemovedAnswer()
