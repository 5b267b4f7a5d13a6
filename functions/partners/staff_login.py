"""POST /v1/partner-auth/login: sign in to the partner portal.

No key is needed: the mail address finds the partner and its brand.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts
from stvos.partners.models import PartnerLoginBody, StaffSignedInAnswer
from stvos.partners.staff_service import StaffSignIn


@endpoint(who="-", public=True, body=PartnerLoginBody, raises=(InvalidCredentials, TooManyAttempts))
def handler(request: Request[PartnerLoginBody]) -> StaffSignedInAnswer:
    sign_in = StaffSignIn.of(request.principal.address)
    wish, agent = request.body, request.header("User-Agent")
    return StaffSignedInAnswer.signed_in(sign_in.login(wish.email, wish.password, agent))
