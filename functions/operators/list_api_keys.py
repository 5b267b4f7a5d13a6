"""GET /v1/admin/clients/{id}/api-keys: a brand's keys, without the keys themselves."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.answers import ApiKeyAnswer, ApiKeysAnswer
from stvos.operators.api_keys import ApiKeys
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> ApiKeysAnswer:
    keys = ApiKeys.of(request.principal, request.path_id("id")).all()
    return ApiKeysAnswer(
        items=[ApiKeyAnswer.of(key) for key in request.query.cut(keys)],
        pagination=request.query.pagination(len(keys)),
    )
