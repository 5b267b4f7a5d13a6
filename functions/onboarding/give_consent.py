"""POST /v1/onboarding/consent: agree to a transcript or a recording of the talk, or take it back.

Neither is made until it is agreed to. What is said here holds for the account, too, as
`settings.voiceConsent`. With neither field it only answers what holds. A voice agent may take
consent back and not give it.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Forbidden, InvalidSession
from stvos.onboarding.answers import SessionConsentAnswer
from stvos.onboarding.requests import ConsentBody
from stvos.onboarding.service import Onboarding


@endpoint(who="K", agents="onboarding", body=ConsentBody, raises=(InvalidSession, Forbidden))
def handler(request: Request[ConsentBody]) -> SessionConsentAnswer:
    return SessionConsentAnswer.of(Onboarding.of(request.principal).consent(request.body))
