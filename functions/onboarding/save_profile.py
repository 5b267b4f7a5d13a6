"""POST /v1/onboarding/profile: answer questions of the onboarding, some or all, any time.

Fields are merged one by one; a field that comes again is corrected. Without a `sessionId` a session
is made, which lives for 72 hours; its id is a secret of the newcomer's. `missing` names what is
still to be asked, in its order. Where an answer mentions what needs a doctor, `safety` has the
words to say.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidSession, TooManyAttempts
from stvos.onboarding.answers import SoFarAnswer
from stvos.onboarding.requests import SaveProfileBody
from stvos.onboarding.service import Onboarding


@endpoint(
    who="K",
    agents="onboarding",
    public=True,
    body=SaveProfileBody,
    raises=(InvalidSession, TooManyAttempts),
)
def handler(request: Request[SaveProfileBody]) -> SoFarAnswer:
    return SoFarAnswer.of(Onboarding.of(request.principal).save(request.body))
