"""POST /v1/trainer/classes/{id}/attendance: say who attended a group class, from its start on.

All others with a seat did not attend; or name those who were `absent`. The trainer's word stands
over what the room saw, and may be changed by saying it anew.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidState
from stvos.group_classes.roster import ClassRosters
from stvos.group_classes.roster_answers import AttendanceAnswer
from stvos.group_classes.roster_requests import AttendanceBody


@endpoint(who="T", feature="coach_connect", body=AttendanceBody, raises=(InvalidState,))
def handler(request: Request[AttendanceBody, Account]) -> AttendanceAnswer:
    rosters = ClassRosters.of(request.caller)
    return AttendanceAnswer.of(rosters.record(request.path_id("id"), request.body))
