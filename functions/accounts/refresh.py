"""POST /v1/auth/refresh: exchange a refresh token for new tokens.

The token is spent. Sent again within a minute it gives the same successor, for phones that lost
the answer; later it ends the sign-in.
"""

from stvos.accounts.answers import TokensAnswer
from stvos.accounts.models import RefreshBody
from stvos.accounts.service import Accounts
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TokenReused


@endpoint(who="K", public=True, body=RefreshBody, finds_tenant=True, raises=(TokenReused,))
def handler(request: Request[RefreshBody]) -> TokensAnswer:
    return Accounts.of(request.principal).refresh(request.body.refresh_token)
