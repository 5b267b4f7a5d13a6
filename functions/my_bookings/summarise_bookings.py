"""GET /v1/my-bookings/summary: what the member has with trainers, in numbers."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.marketplace.summary import MemberSummary
from stvos.marketplace.summary_answers import MemberSummaryAnswer
from stvos.models import Query


@endpoint(who="U", agents="reads", public=True, feature="coach_connect")
def handler(request: Request[Query, Account]) -> MemberSummaryAnswer:
    return MemberSummaryAnswer.of(MemberSummary.of(request.caller).show())
