"""POST /v1/auth/refresh: exchange a refresh token for new tokens.

The token before the current one stays valid and answers the current one again, however late: for
phones that lost an answer and apps that keep their first token. An older one ends the sign-in.
"""

from stvos.accounts.member_sign_ins import MemberSignIns
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TokenReused
from stvos.identity.answers import TokensAnswer
from stvos.identity.requests import RefreshBody


@endpoint(who="K", public=True, body=RefreshBody, finds_tenant=True, raises=(TokenReused,))
def handler(request: Request[RefreshBody]) -> TokensAnswer:
    tokens = MemberSignIns.of(request.principal).refresh(request.body.refresh_token)
    return TokensAnswer.of(tokens)
