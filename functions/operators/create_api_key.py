"""POST /v1/admin/clients/{id}/api-keys: make a key for a brand's apps.

The answer shows the key this once: only its hash is stored. A client has at most 25 keys.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.answers import ApiKeyAnswer, CreatedApiKeyAnswer
from stvos.operators.api_keys import ApiKeys
from stvos.operators.requests import CreateApiKeyBody


@endpoint(who="A", body=CreateApiKeyBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateApiKeyBody]) -> CreatedApiKeyAnswer:
    made = ApiKeys.of(request.principal, request.path_id("id")).create(request.body)
    return CreatedApiKeyAnswer(api_key=ApiKeyAnswer.of(made.key), key=made.secret)
