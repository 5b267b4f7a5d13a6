"""The proxy event (payload 1.0) a Lambda gets, and the answer it gives back."""

import base64
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from local.api_definition import Route
from local.gateway_answers import GatewayError
from local.template import ACCOUNT, REGION


@dataclass(frozen=True)
class Call:
    """One HTTP request, routed."""

    request_id: str
    api_id: str
    stage: str
    route: Route
    path: str
    parameters: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Sequence[tuple[str, str]]
    address: str
    host: str

    @property
    def arn(self) -> str:
        return (
            f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self.api_id}/{self.stage}"
            f"/{self.route.method}{self.path}"
        )

    def header(self, name: str) -> str:
        return self.lowercase_headers.get(name.lower(), "")

    @property
    def lowercase_headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers}

    def event(self) -> dict[str, Any]:
        """What function and authorizer both get."""
        return {
            "resource": self.route.path,
            "path": self.path,
            "httpMethod": self.route.method,
            "headers": dict(self.headers),
            "multiValueHeaders": _grouped(self.headers),
            "queryStringParameters": dict(self.query) or None,
            "multiValueQueryStringParameters": _grouped(self.query) or None,
            "pathParameters": dict(self.parameters) or None,
            "stageVariables": None,
            "requestContext": self._context(),
        }

    def authorizer_event(self) -> dict[str, Any]:
        return {"type": "REQUEST", "methodArn": self.arn, **self.event()}

    def function_event(
        self, body: bytes, binary_types: Sequence[str], authorizer: Mapping[str, str] | None
    ) -> dict[str, Any]:
        event = self.event()
        if authorizer is not None:
            event["requestContext"]["authorizer"] = dict(authorizer)
        binary = bool(body) and media_type_matches(self.header("Content-Type"), binary_types)
        text = base64.b64encode(body).decode() if binary else body.decode(errors="replace")
        return {**event, "body": text if body else None, "isBase64Encoded": binary}

    def _context(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "accountId": ACCOUNT,
            "apiId": self.api_id,
            "domainName": self.host,
            "extendedRequestId": self.request_id,
            "httpMethod": self.route.method,
            "identity": {"sourceIp": self.address, "userAgent": self.header("User-Agent")},
            "path": f"/{self.stage}{self.path}",
            "protocol": "HTTP/1.1",
            "requestId": self.request_id,
            "requestTime": f"{now:%d/%b/%Y:%H:%M:%S} +0000",
            "requestTimeEpoch": int(time.time() * 1000),
            "resourceId": self.route.path,
            "resourcePath": self.route.path,
            "stage": self.stage,
        }


@dataclass(frozen=True)
class Answer:
    """A function's answer as it goes out."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def read_answer(result: Any, accept: str, binary_types: Sequence[str]) -> Answer:
    """A malformed answer is a 502, as on AWS."""
    if not isinstance(result, dict) or not str(result.get("statusCode", "")).isdigit():
        raise GatewayError("INTEGRATION_FAILURE", status=502)
    single = {str(name): str(value) for name, value in (result.get("headers") or {}).items()}
    many = result.get("multiValueHeaders") or {}
    taken = {name.lower() for name in many}
    headers = [(name, value) for name, value in single.items() if name.lower() not in taken]
    headers += [(name, str(value)) for name, values in many.items() for value in values]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    content = result.get("body") or ""
    if not isinstance(content, str):
        content = json.dumps(content)
    # API Gateway decodes a binary answer only for a caller who accepts a binary type.
    decode = result.get("isBase64Encoded") and media_type_matches(
        accept.split(",", 1)[0], binary_types
    )
    body = base64.b64decode(content) if decode else content.encode()
    return Answer(int(result["statusCode"]), headers, body)


def media_type_matches(media_type: str, patterns: Sequence[str]) -> bool:
    """Whether a configured binary type (`*/*`, `image/*`, `a/b`) covers this media type."""
    kind = media_type.split(";", 1)[0].strip().lower()
    if not kind:
        return "*/*" in patterns
    return any(
        pattern in {"*/*", kind}
        or (pattern.endswith("/*") and kind.startswith(pattern.removesuffix("*")))
        for pattern in (pattern.strip().lower() for pattern in patterns)
    )


def _grouped(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped
