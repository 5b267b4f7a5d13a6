"""DELETE /v1/users/me: delete the account and everything of it.

A `password` is checked if it is sent. Tokens are dead with the answer, and the mail address is free
again; items and photos are removed within minutes.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts
from stvos.members.answers import FarewellAnswer
from stvos.members.leaving import Leaving
from stvos.members.requests import LeaveBody


@endpoint(
    who="U",
    public=True,
    body=LeaveBody,
    raises=(InvalidCredentials, TooManyAttempts),
    # A repetition of the request must find its answer, although the account is gone by then.
    checks_account=False,
)
def handler(request: Request[LeaveBody]) -> FarewellAnswer:
    receipt_id = Leaving.of(request.principal).leave(request.body.password)
    message = "Your account is deleted. Everything of it is being removed."
    return FarewellAnswer(message=message, receipt_id=receipt_id)
