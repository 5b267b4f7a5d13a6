"""POST /v1/auth/login: sign in with a password.

With the universal key the brand is found by the mail address; an address with several brands
gets 409 with their list, to be asked again with `clientId`.
"""

from stvos.accounts.answers import SignedInAnswer
from stvos.accounts.member_sign_ins import MemberSignIns
from stvos.accounts.requests import LoginBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClientAmbiguous, InvalidCredentials, TooManyAttempts


@endpoint(
    who="K",
    public=True,
    body=LoginBody,
    finds_tenant=True,
    raises=(InvalidCredentials, TooManyAttempts, ClientAmbiguous),
)
def handler(request: Request[LoginBody]) -> SignedInAnswer:
    body = request.body
    signed_in = MemberSignIns.of(request.principal).login(
        body.email, body.password, request.header("User-Agent"), body.client_id
    )
    return SignedInAnswer.of(signed_in)
