"""POST /v1/auth/register: sign up and be signed in.

A verification mail with a six-digit code is sent. With the universal key the account belongs to
the voucher's client, else to the default one. `sessionId` takes an onboarding session over: its
answers become profile and settings, its coach the member's, where the sign-up says nothing else.
"""

from functools import partial
from http import HTTPStatus

from stvos.accounts.answers import SignedInAnswer
from stvos.accounts.registration import Registration
from stvos.accounts.requests import RegisterBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import (
    InvalidCoach,
    InvalidSession,
    InvalidVoucher,
    NoDefaultClient,
    SessionChanged,
    TooManyAttempts,
    UserExists,
    VoucherRequired,
    WeakPassword,
)
from stvos.onboarding.earlier_answers import earlier_answers
from stvos.usage.admission import VoucherAdmission, brand_of


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
        SessionChanged,
        InvalidCoach,
        TooManyAttempts,
        WeakPassword,
    ),
)
def handler(request: Request[RegisterBody]) -> SignedInAnswer:
    admit = partial(VoucherAdmission.require, request.principal)
    registration = Registration.of(request.principal, admit, brand_of, earlier_answers)
    return SignedInAnswer.of(registration.register(request.body, request.header("User-Agent")))
