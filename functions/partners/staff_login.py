"""POST /v1/partner-auth/login: sign in to the partner portal.

No key is needed: the mail address finds the partner and its brand.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts
from stvos.identity.requests import CredentialsBody
from stvos.partners.answers import StaffSignedInAnswer
from stvos.partners.staff_sign_ins import StaffSignIns


@endpoint(who="-", public=True, body=CredentialsBody, raises=(InvalidCredentials, TooManyAttempts))
def handler(request: Request[CredentialsBody]) -> StaffSignedInAnswer:
    sign_in = StaffSignIns.of(request.principal.address)
    body, agent = request.body, request.header("User-Agent")
    return StaffSignedInAnswer.of(sign_in.login(body.email, body.password, agent))
