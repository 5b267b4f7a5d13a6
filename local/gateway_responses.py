"""What API Gateway answers by itself, in the API's envelope, as it is written into template.yaml.

Codes and sentences are those of stvos.errors, so that an app cannot tell who refused it.
"""

import json
from dataclasses import dataclass, field

BEGIN = "        # Written by `make openapi` from local/gateway_responses.py.\n"
END = "        # End of the gateway's responses.\n"

# As on the endpoints' own answers.
_HEADERS = {
    "Access-Control-Allow-Origin": "'*'",
    "Cache-Control": "'no-store'",
    "X-Content-Type-Options": "'nosniff'",
    "X-Request-Id": "context.requestId",
}


@dataclass(frozen=True)
class Response:
    """One of the gateway's responses; without a status it keeps the gateway's own."""

    kind: str
    code: str
    status: int | None = None
    sentence: str | None = None
    # A JSON value, or one of the gateway's variables that is one.
    details: str = '""'
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        text = json.dumps(self.sentence or _sentences()[self.code])
        body = (
            f'{{"error":{text},"code":"{self.code}","details":{self.details},'
            '"requestId":"$context.requestId"}'
        )
        headers = ", ".join(
            f'{name}: "{value}"' if value.startswith("'") else f"{name}: {value}"
            for name, value in (_HEADERS | self.headers).items()
        )
        status = f"          StatusCode: {self.status}\n" if self.status else ""
        quoted = body.replace("'", "''")
        return (
            f"        {self.kind}:\n{status}"
            f"          ResponseTemplates: {{application/json: '{quoted}'}}\n"
            f"          ResponseParameters: {{Headers: {{{headers}}}}}\n"
        )


RESPONSES = (
    Response("DEFAULT_4XX", "VALIDATION_ERROR", details="$context.error.messageString"),
    Response("DEFAULT_5XX", "INTERNAL_ERROR"),
    Response(
        "UNAUTHORIZED",
        "MISSING_API_KEY",
        401,
        "The API key is missing, or the Authorization header on a route for signed-in callers.",
    ),
    # The authorizer that denies says why (decision 0006).
    Response("ACCESS_DENIED", "$context.authorizer.code", 401, "$context.authorizer.message"),
    Response("INVALID_API_KEY", "INVALID_API_KEY", 401),
    Response("MISSING_AUTHENTICATION_TOKEN", "NOT_FOUND", 404),
    Response("RESOURCE_NOT_FOUND", "NOT_FOUND", 404),
    Response("REQUEST_TOO_LARGE", "PAYLOAD_TOO_LARGE", 413),
    Response("UNSUPPORTED_MEDIA_TYPE", "UNSUPPORTED_MEDIA_TYPE", 415),
    Response("THROTTLED", "RATE_LIMITED", 429, headers={"Retry-After": "'1'"}),
    Response("QUOTA_EXCEEDED", "RATE_LIMITED", 429, headers={"Retry-After": "'60'"}),
    Response("INTEGRATION_TIMEOUT", "GATEWAY_TIMEOUT", 504),
)


def rendered() -> str:
    """The responses as a property of the template's API."""
    return "".join(map(str, RESPONSES))


def _sentences() -> dict[str, str]:
    from stvos.errors import StvosError

    sentences: dict[str, str] = {}
    kinds: list[type[StvosError]] = [StvosError]
    while kinds:
        kind = kinds.pop()
        sentences.setdefault(kind.code, kind.sentence)
        kinds.extend(kind.__subclasses__())
    return sentences
