"""POST /v1/trainer-auth/login: sign in as a trainer; 403 for an account that is none's."""

from stvos.accounts.answers import SignedInAnswer
from stvos.accounts.member_sign_ins import MemberSignIns
from stvos.accounts.requests import LoginBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClientAmbiguous, Forbidden, InvalidCredentials, TooManyAttempts
from stvos.trainers.sign_up import require_trainer_role


@endpoint(
    who="K",
    body=LoginBody,
    finds_tenant=True,
    raises=(InvalidCredentials, TooManyAttempts, ClientAmbiguous, Forbidden),
)
def handler(request: Request[LoginBody]) -> SignedInAnswer:
    body = request.body
    signed_in = MemberSignIns.of(request.principal).login(
        body.email,
        body.password,
        request.header("User-Agent"),
        body.client_id,
        admit=require_trainer_role,
    )
    return SignedInAnswer.of(signed_in)
