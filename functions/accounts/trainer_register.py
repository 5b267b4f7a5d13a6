"""POST /v1/trainer-auth/register: accept an invitation and be signed in as its trainer.

The invitation is used up. An account that was the trainer's before loses the role.
"""

from http import HTTPStatus

from stvos.accounts.answers import SignedInAnswer
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidInvite, NoDefaultClient, TooManyAttempts, UserExists, WeakPassword
from stvos.trainers.account_requests import TrainerRegisterBody
from stvos.trainers.sign_up import TrainerSignUp


@endpoint(
    who="K",
    public=True,
    body=TrainerRegisterBody,
    status=HTTPStatus.CREATED,
    finds_tenant=True,
    raises=(InvalidInvite, UserExists, NoDefaultClient, TooManyAttempts, WeakPassword),
)
def handler(request: Request[TrainerRegisterBody]) -> SignedInAnswer:
    sign_up = TrainerSignUp.of(request.principal)
    return SignedInAnswer.of(sign_up.register(request.body, request.header("User-Agent")))
