"""The errors API Gateway answers by itself, rendered from the template's gateway responses."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.api_definition import GatewayResponse

_STATUS = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500,
    "BAD_REQUEST_PARAMETERS": 400,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "REQUEST_TOO_LARGE": 413,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
}
_MESSAGE = {
    "ACCESS_DENIED": "User is not authorized to access this resource with an explicit deny",
    "BAD_REQUEST_PARAMETERS": "The path or the query is not percent-encoded UTF-8",
    "INTEGRATION_TIMEOUT": "Endpoint request timed out",
    "INVALID_API_KEY": "Forbidden",
    "MISSING_AUTHENTICATION_TOKEN": "Missing Authentication Token",
    "REQUEST_TOO_LARGE": "Request Entity Too Large",
    "THROTTLED": "Too Many Requests",
    "UNAUTHORIZED": "Unauthorized",
}
_VARIABLE = re.compile(r"\$(?:\{([a-zA-Z]+(?:\.\w+)+)\}|([a-zA-Z]+(?:\.[a-zA-Z]\w*)+))")


class GatewayError(Exception):
    """A request that API Gateway refuses, or cannot serve, by itself."""

    def __init__(
        self,
        kind: str,
        *,
        status: int | None = None,
        authorizer: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        code: str | None = None,
        message: str | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status
        self.authorizer = dict(authorizer or {})
        self.headers = dict(headers or {})
        self.code = code
        self.message = message or _MESSAGE.get(kind, "Internal server error")


@dataclass(frozen=True)
class GatewayAnswer:
    """Status, headers and body of such an answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class GatewayAnswers:
    """Renders errors with the responses that the template customizes."""

    def __init__(self, responses: Mapping[str, GatewayResponse], stage: str) -> None:
        self._responses = responses
        self._stage = stage

    def render(
        self,
        error: GatewayError,
        request_id: str,
        request_headers: Mapping[str, str],
    ) -> GatewayAnswer:
        """The type's own response, else the default of its class, else a plain envelope."""
        status = _STATUS.get(error.kind, 500)
        default = "DEFAULT_4XX" if status < 500 else "DEFAULT_5XX"
        response = self._responses.get(error.kind) or self._responses.get(default)
        variables = {
            "context.requestId": request_id,
            "context.extendedRequestId": request_id,
            "context.stage": self._stage,
            "context.error.message": error.message,
            "context.error.messageString": json.dumps(error.message),
            "context.error.responseType": error.kind,
            **{f"context.authorizer.{name}": value for name, value in error.authorizer.items()},
            **{f"method.request.header.{name}": value for name, value in request_headers.items()},
        }
        headers = {"Content-Type": "application/json"}
        if response is None or response.template is None:
            body = _envelope(error, request_id)
        else:
            body = _fill(response.template, variables)
        if error.code is not None:
            body = _with_code(body, error.code, error.message)
        if response is not None:
            for name, source in response.headers.items():
                value = source[1:-1] if source.startswith("'") else variables.get(source)
                if value is not None:
                    headers[name] = value
            status = error.status or response.status or status
        return GatewayAnswer(
            status=error.status or status,
            body=body.encode(),
            headers={**headers, **error.headers},
        )


def _fill(template: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: variables.get(found[1] or found[2], ""), template)


def _envelope(error: GatewayError, request_id: str) -> str:
    return json.dumps(
        {"error": error.message, "code": error.kind, "details": "", "requestId": request_id}
    )


def _with_code(body: str, code: str, message: str) -> str:
    envelope: dict[str, Any] = json.loads(body)
    return json.dumps({**envelope, "code": code, "error": message})
