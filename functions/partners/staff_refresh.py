"""POST /v1/partner-auth/refresh: exchange a staff member's refresh token for new tokens.

The rules are the members': the token before the current one answers the current one again, an older
one ends the sign-in.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidToken, TokenReused
from stvos.identity.requests import RefreshBody
from stvos.partners.answers import StaffSignedInAnswer
from stvos.partners.staff_sign_ins import StaffSignIns


@endpoint(who="-", public=True, body=RefreshBody, raises=(InvalidToken, TokenReused))
def handler(request: Request[RefreshBody]) -> StaffSignedInAnswer:
    sign_in = StaffSignIns.of(request.principal.address)
    return StaffSignedInAnswer.of(sign_in.refresh(request.body.refresh_token))
