"""GET /v1/users/me: the signed-in member with profile, settings and coach."""

from stvos.accounts.answers import MemberEnvelope
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.members.service import OwnProfile
from stvos.models import Query


@endpoint(who="U", public=True)
def handler(request: Request[Query, Account]) -> MemberEnvelope:
    return OwnProfile.of(request.principal, request.caller).show()
