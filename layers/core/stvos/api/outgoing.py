"""Writing an answer: the two envelopes, and the headers every answer carries."""

import json
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from stvos.api.idempotency import Reply
from stvos.api.incoming import ProxyEvent, header
from stvos.api.spec import JSON
from stvos.errors import StvosError
from stvos.pictures import BASE
from stvos.settings import settings

logger = Logger(service="stvos")

# An answer is for its caller alone, unless its route says otherwise, and of the type that it names.
DEFAULT_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
# What pages of other origins may read of an answer.
_EXPOSED = (
    "X-Request-Id, X-Ignored-Fields, Idempotency-Replayed, Retry-After, Preference-Applied, "
    "Content-Disposition, X-Row-Count, X-Content-SHA256"
)


def success(answer: BaseModel, api: str) -> str:
    """`api`: the address of this API, as its caller reaches it."""
    context = {BASE: settings().pictures or api}
    return '{"success":true,"data":' + answer.model_dump_json(by_alias=True, context=context) + "}"


def refusal(error: StvosError, request_id: str) -> Reply:
    logger.info("refused", code=error.code, request_id=request_id)
    envelope: dict[str, Any] = {
        "error": str(error),
        "code": error.code,
        "details": error.details,
        "requestId": request_id,
        **error.extra,
    }
    if error.fields:
        envelope["fields"] = [{"path": f.path, "message": f.message} for f in error.fields]
    body = json.dumps(envelope, ensure_ascii=False)
    return Reply(int(error.status), body, {"Content-Type": JSON, **error.headers})


def cors(event: ProxyEvent) -> dict[str, str]:
    allowed = settings().cors_origins
    origin = header(event, "Origin")
    if "*" in allowed:
        origin = "*"
    elif origin not in allowed:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": _EXPOSED,
        "Vary": "Origin",
    }
