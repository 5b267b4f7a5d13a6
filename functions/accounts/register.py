"""POST /v1/auth/register: sign up and be signed in.

A verification mail with a six-digit code is sent. With the universal key the account belongs to
the default client, and the answer names it.
"""

from http import HTTPStatus

from stvos.accounts.answers import SignedInAnswer
from stvos.accounts.models import RegisterBody
from stvos.accounts.service import Accounts
from stvos.api.endpoint import Request, endpoint
from stvos.errors import (
    InvalidCoach,
    InvalidSession,
    InvalidVoucher,
    NoDefaultClient,
    TooManyAttempts,
    UserExists,
    VoucherRequired,
    WeakPassword,
)


@endpoint(
    who="K",
    public=True,
    body=RegisterBody,
    status=HTTPStatus.CREATED,
    finds_tenant=True,
    raises=(
        UserExists,
        VoucherRequired,
        InvalidVoucher,
        NoDefaultClient,
        InvalidSession,
        InvalidCoach,
        TooManyAttempts,
        WeakPassword,
    ),
)
def handler(request: Request[RegisterBody]) -> SignedInAnswer:
    accounts = Accounts.of(request.principal)
    signed_in = accounts.register(request.body, request.header("User-Agent"))
    return SignedInAnswer.of(signed_in.account, signed_in.tokens, signed_in.client)
