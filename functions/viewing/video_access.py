"""GET /v1/video/access/{classId}: where the video of a class plays from.

The address is signed for two hours at most. `resumePositionSeconds` is where a start goes on.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import PremiumRequired
from stvos.models import Query
from stvos.viewing.answers import VideoAnswer
from stvos.viewing.service import Player


@endpoint(who="U", public=True, feature="classes", raises=(PremiumRequired,))
def handler(request: Request[Query, Account]) -> VideoAnswer:
    player = Player.for_member(request.principal, request.caller)
    return VideoAnswer.of(player.video(request.path_id("classId")))
