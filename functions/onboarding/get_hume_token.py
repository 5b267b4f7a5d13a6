"""POST /v1/hume/access-token: a short-lived token by which the member's app opens a chat with Hume.

Only where Hume is the voice provider; the deployment's secret stays here.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts, VoiceNotConfigured, VoiceUnavailable
from stvos.models import Empty
from stvos.onboarding.hume_chats import HumeChats
from stvos.onboarding.voice_answers import HumeTokenAnswer


@endpoint(who="U", body=Empty, raises=(TooManyAttempts, VoiceNotConfigured, VoiceUnavailable))
def handler(request: Request[Empty, Account]) -> HumeTokenAnswer:
    return HumeTokenAnswer.of(HumeChats.of(request.principal).open())
