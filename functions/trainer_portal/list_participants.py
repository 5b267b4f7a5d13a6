"""GET /v1/trainer/classes/{id}/participants: who takes part in a group class.

Those with a seat, with who attended once that is known; or with `status=waitlisted` those who
wait, the longest first. The roster is the trainer's alone.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.group_classes.roster import ClassRosters
from stvos.group_classes.roster_answers import ParticipantsAnswer
from stvos.group_classes.roster_requests import RosterQuery


@endpoint(who="T", feature="coach_connect", query=RosterQuery)
def handler(request: Request[RosterQuery, Account]) -> ParticipantsAnswer:
    rosters = ClassRosters.of(request.caller)
    return ParticipantsAnswer.of(rosters.page(request.path_id("id"), request.query))
