"""PUT /v1/users/me: change the fields that are sent, and no other.

null clears a field, or a whole part. Lists are replaced whole.
"""

from stvos.accounts.answers import MemberEnvelope
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.members.requests import UpdateMemberBody
from stvos.members.service import OwnProfile


@endpoint(who="U", public=True, body=UpdateMemberBody)
def handler(request: Request[UpdateMemberBody, Account]) -> MemberEnvelope:
    return OwnProfile.of(request.principal, request.caller).update(request.body)
