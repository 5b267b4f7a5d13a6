"""POST /v1/trainer-auth/refresh: exchange a trainer's refresh token for new tokens.

403 for an account that is no trainer's any more.
"""

from stvos.accounts.member_sign_ins import MemberSignIns
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Forbidden, TokenReused
from stvos.identity.answers import TokensAnswer
from stvos.identity.requests import RefreshBody
from stvos.trainers.sign_up import require_trainer_role


@endpoint(who="K", body=RefreshBody, finds_tenant=True, raises=(TokenReused, Forbidden))
def handler(request: Request[RefreshBody]) -> TokensAnswer:
    sign_ins = MemberSignIns.of(request.principal)
    tokens = sign_ins.refresh(request.body.refresh_token, admit=require_trainer_role)
    return TokensAnswer.of(tokens)
